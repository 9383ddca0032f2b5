import { expect, it } from 'vitest';
import { findDoubt } from './find-doubt.js';

function doubtOf(text: string): string | undefined {
  return findDoubt(text, JSON.parse(text));
}

it.each([
  '{"id":1,"price":19.95,"zero":0,"none":null}',
  '{"double":0.30000000000000004,"other":-1.7976931348623157e8}',
  '{"long text":"12345678901234567890","time":"2024-02-29T23:59:58.123456789Z"}',
  '{"version":"a:1.2.3.4.5.6.7.8.9.10.11"}',
  '{"small":1e-300,"one":1,"text":"1e-500"}',
  '{"small":1e-30,"zero":0,"text":"1e-50"}',
])('trusts %s', (text) => {
  expect(doubtOf(text)).toBeUndefined();
});

it.each([
  '{"id":9007199254740993}',
  '{"id":-9007199254740993}',
  '{\n  "id": 9007199254740993\n}',
  '[[1,9007199254740993]]',
  '{"price":1.00000000000000001}',
  '{"double":0.30000000000000004,"price":0.10000000000000001}',
  '{"id":1e16}',
  '{"id":1.5E+300}',
  '{"over":1e400}',
  '{"under":1e-400}',
  '{"zero":0,"under":-1E-400}',
  '{"denormal":4.9e-324}',
  '12345678901234567890',
])('doubts %s', (text) => {
  expect(doubtOf(text)).toBe('digits');
});

it('counts levels, before it minds digits', () => {
  const nested = (levels: number) => '['.repeat(levels) + '1e16' + ']'.repeat(levels);
  expect(doubtOf(nested(100))).toBe('digits');
  expect(doubtOf(nested(101))).toBe('depth');
  expect(doubtOf(`[1e16,${nested(101)}]`)).toBe('depth');
});
