/** Parts of a message that hold no row values: what happened, to which table, and what that looks like. */
const STRUCTURE = new Set(['metadata', 'control', 'kinesis']);
/** Within those, what tells the key of a row. */
const KEY_VALUES = new Set(['partition-key-value', 'partition']);

/**
 * A payload that may be shown to anybody: its structure and the names of its columns stay, and each value becomes its
 * type and its length. What is no JSON is told by its length alone.
 */
export function redactPayload(payload: string): unknown {
  if (payload.startsWith('base64:')) return `<${Buffer.from(payload.slice('base64:'.length), 'base64').length} bytes>`;
  if (/^(s3|sqs):\/\//u.test(payload)) return payload;
  try {
    const message: unknown = JSON.parse(payload);
    if (!isObject(message)) return redactValue(message);
    return Object.fromEntries(
      Object.entries(message).map(([name, part]) => [
        name,
        STRUCTURE.has(name) ? withoutKeys(part) : redactValue(part),
      ]),
    );
  } catch {
    return `<text of ${payload.length} characters>`;
  }
}

/** The same for a key, which is JSON of its columns. */
export function redactKey(key: string): string {
  return JSON.stringify(redactValue(JSON.parse(key)));
}

function withoutKeys(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutKeys);
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, KEY_VALUES.has(name) ? redactValue(value) : withoutKeys(value)]),
  );
}

function redactValue(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(redactValue);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactValue(member)]));
  if (typeof value === 'string') return `<text of ${value.length} characters>`;
  return `<${typeof value}>`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
