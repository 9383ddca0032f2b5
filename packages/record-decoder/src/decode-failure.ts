import type { DecodeError } from './decode-error.js';

const MALFORMED_REMEDY =
  'Compare with the record in the stream. If it is cut short there too, lower LobMaxSize so that a whole message fits, and reload the table.';
const NOT_DMS_REMEDY = 'Let only AWS DMS write to this stream; keep other producers on streams of their own.';

/** A message that is broken. `message` must not quote the input. */
export function malformed(message: string, remedy: string = MALFORMED_REMEDY): DecodeError {
  return { code: 'malformed', message, remedy };
}

/** Something whole that AWS DMS did not write. `message` must not quote the input. */
export function notDms(message: string, remedy: string = NOT_DMS_REMEDY): DecodeError {
  return { code: 'not-dms', message, remedy };
}

/** Says why text is not JSON as far as can be said without quoting it: empty, ending early, or something else. */
export function notJson(text: string): DecodeError {
  const size = `The message of ${Buffer.byteLength(text)} bytes`;
  if (text.trim() === '') return malformed(`${size} is empty: expected a JSON object.`);
  if (endsEarly(text))
    return malformed(`${size} ends early: expected a whole JSON object, but a string, array or object is still open.`);
  return malformed(`${size} is not valid JSON: expected a JSON object with "metadata".`);
}

/** Whether a string, array or object is still open where the text ends. */
function endsEarly(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
  }
  return inString || depth > 0;
}
