/** A part of a JSON text: one string with its quotes, or what stands between two. */
export interface JsonPiece {
  readonly text: string;
  readonly isString: boolean;
}

/**
 * Takes a JSON text apart at its strings, so that what looks like a number, a key or a brace within one does not count.
 * By search and not by a regular expression, which runs out of stack on a long string.
 */
export function* jsonPieces(json: string): Generator<JsonPiece, void, undefined> {
  let at = 0;
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    const outsideEnd = quote === -1 ? json.length : quote;
    if (outsideEnd > at) yield { text: json.slice(at, outsideEnd), isString: false };
    if (quote === -1) return;
    at = endOfString(json, quote);
    yield { text: json.slice(quote, at), isString: true };
  }
}

/** Where the string that begins at a quote is over; the end of the text where it never is. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; ;) {
    const quote = json.indexOf('"', at);
    if (quote === -1) return json.length;
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}
