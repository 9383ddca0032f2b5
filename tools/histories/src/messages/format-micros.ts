/** A time in microseconds since the epoch as DMS writes it: `2026-03-01T08:15:30.123456Z`, always six decimals. */
export function formatMicros(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = String(micros - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}
