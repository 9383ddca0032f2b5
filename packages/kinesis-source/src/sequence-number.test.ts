import { expect, it } from 'vitest';
import { compareSequenceNumbers } from './sequence-number.js';

it('compares as integers where text or doubles would be wrong', () => {
  expect(compareSequenceNumbers('9', '10')).toBe(-1);
  const number = '49680492822829625137761594749514795647333409614104363026';
  expect(compareSequenceNumbers(number, number)).toBe(0);
  expect(compareSequenceNumbers(number, number.replace(/6$/, '5'))).toBe(1);
});
