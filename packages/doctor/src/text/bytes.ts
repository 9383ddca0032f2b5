/** In the largest unit of which there is one at least, with one digit behind the point. */
export function bytes(count: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${Math.round((count / 1024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}
