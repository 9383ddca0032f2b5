import { expect, it } from 'vitest';
import { toJsonLine } from './to-json-line.js';

it('writes null for what is not known, at any depth', () => {
  expect(toJsonLine({ a: undefined, b: [{ c: undefined }], at: new Date(0) })).toBe(
    '{"a":null,"b":[{"c":null}],"at":"1970-01-01T00:00:00.000Z"}\n',
  );
});
