import { expect, it } from 'vitest';
import { fitHeight, type PictureParts } from './fit-height.js';

const paint = (_tone: unknown, text: string): string => text;
const picture: PictureParts = {
  head: ['pipeline', '', 'target'],
  tables: ['table', 't1', 't2', 't3', 't4', 't5'],
  findings: [['worst', '  remedy'], ['second', '  remedy'], ['third']],
};
const at = (height: number | undefined, parts = picture): readonly string[] =>
  fitHeight(parts, { height, width: 40, paint });

it('shows everything where it fits', () => {
  expect(at(undefined)).toHaveLength(18);
  expect(at(19)).toEqual(at(undefined));
});

it.each([
  [
    18,
    [
      'pipeline',
      '',
      'target',
      '',
      'table',
      't1',
      't2',
      't3',
      '… and 2 more',
      '',
      'worst',
      '  remedy',
      '',
      'second',
      '  remedy',
      '',
      'third',
    ],
  ],
  [14, ['pipeline', '', 'target', '', 'table', 't1', '… and 4 more', '', 'worst', '  remedy', '… and 2 more findings']],
  [10, ['pipeline', '', 'target', '', 'worst', '  remedy', '… and 2 more findings']],
  [6, ['pipeline', '', 'target', '… and 3 more findings']],
  [4, ['pipeline', '', '… and 16 more lines']],
])('cuts tables first and then findings from their ends in %i lines', (height, expected) => {
  expect(at(height)).toEqual(expected);
});

it('never has more lines than there are, the cursor’s own among them', () => {
  for (let height = 2; height < 25; height += 1) {
    for (const parts of [picture, { ...picture, tables: [] }, { ...picture, findings: [] }]) {
      expect(at(height, parts).length, String(height)).toBeLessThan(height);
    }
  }
});
