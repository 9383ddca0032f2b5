/**
 * `%HH` for each UTF-8 byte of a character, in upper-case hexadecimal. A lone surrogate, which UTF-8 cannot hold, is
 * written with the three bytes its number would take.
 */
export function escapeCharacter(character: string): string {
  return bytesOf(character.codePointAt(0) ?? 0)
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** Reads what `escapeCharacter` wrote: a run of `%HH`. Bytes that are no character are left as they stand. */
export function unescapeRun(run: string): string {
  const bytes = run
    .slice(1)
    .split('%')
    .map((hex) => Number.parseInt(hex, 16));
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    const sequence = bytes.slice(at, at + length);
    const code = codePointOf(sequence);
    text += code === undefined ? run.slice(at * 3, at * 3 + 3) : String.fromCodePoint(code);
    at += code === undefined ? 1 : length;
  }
  return text;
}

function bytesOf(code: number): number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(code)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)];
  return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)];
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The character of a byte sequence, or `undefined` where `bytesOf` would not have written it so. */
function codePointOf(sequence: readonly number[]): number | undefined {
  const [first = 0, ...rest] = sequence;
  const mask = [0x7f, 0x1f, 0x0f, 0x07][rest.length] ?? 0;
  const code = rest.reduce((bits, byte) => (bits << 6) | (byte & 0x3f), first & mask);
  if (code > 0x10ffff) return undefined;
  const written = bytesOf(code);
  return written.length === sequence.length && written.every((byte, index) => byte === sequence[index])
    ? code
    : undefined;
}
