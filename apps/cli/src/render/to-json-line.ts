/** JSON in one line for scripts: a field that is not known is `null`, and never missing. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value, (_name, field: unknown) => (field === undefined ? null : field))}\n`;
}
