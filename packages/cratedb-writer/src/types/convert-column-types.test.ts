import { expect, test } from 'vitest';

import { convertColumnTypes } from './convert-column-types.js';
import { parseTargetType } from './parse-target-type.js';

test('reads the keys and words of the peers', () => {
  expect(convertColumnTypes('{"public:foo:attributes": "map", "dms:bar:o": "object"}')).toEqual({
    ok: true,
    overrides: [
      { table: 'public.foo', column: 'attributes', type: 'object(dynamic)' },
      { table: 'dms.bar', column: 'o', type: 'object(dynamic)' },
    ],
  });
});

test('gives types that can be parsed', () => {
  const converted = convertColumnTypes('{"public:foo:attributes": "map", "public:foo:tags": "array(text)"}');
  if (!converted.ok) throw new Error(converted.message);
  for (const { type } of converted.overrides) expect(parseTargetType(type, 'cratedb').ok).toBe(true);
});

test.each(['', ' ', '{}'])('takes %j for no overrides', (text) => {
  expect(convertColumnTypes(text)).toEqual({ ok: true, overrides: [] });
});

test.each(['[]', '"map"', '{"public:foo": "map"}', '{"a:b:c:d": "map"}', '{"a:b:c": 1}', '{'])('refuses %j', (text) => {
  expect(convertColumnTypes(text)).toMatchObject({ ok: false });
});
