import { expect, test } from 'vitest';

import { fits } from './compare-types.js';
import { parseTargetType } from './parse-target-type.js';
import type { TargetType } from './target-type.js';

function typeOf(text: string): TargetType {
  const parsed = parseTargetType(text, text === 'numeric' || text === 'date' ? 'postgresql' : 'cratedb');
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.type;
}

test.each([
  ['integer', 'integer'],
  ['smallint', 'bigint'],
  ['integer', 'bigint'],
  ['integer', 'numeric(10,0)'],
  ['bigint', 'numeric(19,0)'],
  ['bigint', 'numeric'],
  ['numeric(9,0)', 'integer'],
  ['numeric(18,0)', 'bigint'],
  ['numeric(10,2)', 'numeric(12,2)'],
  ['numeric(10,2)', 'numeric'],
  ['numeric(15,2)', 'double precision'],
  ['smallint', 'real'],
  ['integer', 'double precision'],
  ['real', 'double precision'],
  ['bigint', 'text'],
  ['timestamp with time zone', 'text'],
  ['text', 'long text'],
  ['object(dynamic)', 'long text'],
  ['varchar(5)', 'varchar(10)'],
  ['varchar(5)', 'text'],
  ['date', 'timestamp without time zone'],
  ['timestamp without time zone', 'timestamp with time zone'],
  ['object(dynamic)', 'object(ignored)'],
  ['array(integer)', 'array(bigint)'],
])('%s fits %s', (source, existing) => {
  expect(fits(typeOf(source), typeOf(existing))).toBe(true);
});

test.each([
  ['bigint', 'integer'],
  ['bigint', 'double precision'],
  ['integer', 'real'],
  ['bigint', 'numeric(18,0)'],
  ['numeric(10,0)', 'integer'],
  ['numeric(19,0)', 'bigint'],
  ['numeric(10,2)', 'bigint'],
  ['numeric(10,2)', 'numeric(10,3)'],
  ['numeric', 'numeric(38,10)'],
  ['double precision', 'real'],
  ['double precision', 'numeric(38,10)'],
  ['long text', 'text'],
  ['object(dynamic)', 'text'],
  ['text', 'varchar(10)'],
  ['varchar(10)', 'varchar(5)'],
  ['text', 'integer'],
  ['timestamp with time zone', 'date'],
  ['object(dynamic)', 'object(strict)'],
  ['array(bigint)', 'array(integer)'],
  ['array(integer)', 'integer'],
  ['text', 'uuid'],
  ['boolean', 'integer'],
])('%s does not always fit %s', (source, existing) => {
  expect(fits(typeOf(source), typeOf(existing))).toBe(false);
});
