import type { Finding } from '@drayage/doctor';
import { expect, it } from 'vitest';
import { paintFor } from './paint.js';
import { renderFindings } from './render-findings.js';

const plain = paintFor({}, {});
const finding: Finding = {
  id: 'stream-retention',
  severity: 'error',
  area: 'stream',
  subject: 'RetentionPeriodHours',
  what: 'The stream keeps records for 24 hours.',
  whyItMatters: 'A sink that stands still for longer loses what it has not read.',
  remedy: 'Raise it.',
  fix: { kind: 'stream-retention', hours: 168 },
};
const note: Finding = { ...finding, severity: 'note', id: 'pg-truncate', area: 'source', what: 'TRUNCATE is not carried.' };

it('says what, why and what to do, no wider than the terminal', () => {
  expect(renderFindings([finding, note], { notes: false, width: 50, paint: plain })).toBe(`error   Stream stream-retention
        The stream keeps records for 24 hours.
  why   A sink that stands still for longer loses
        what it has not read.
  fix   Raise it. [--fix]

1 error, 0 warnings, 1 note (--notes); 2 can be mended by --fix.
`);
});

it('says that nothing is wrong, and shows notes where they are asked for', () => {
  expect(renderFindings([], { notes: false, width: undefined, paint: plain })).toBe('Nothing is wrong.\n');
  expect(renderFindings([note], { notes: false, width: undefined, paint: plain })).toBe('Nothing is wrong, 1 note (--notes).\n');
  expect(renderFindings([note], { notes: true, width: undefined, paint: plain })).toContain('note    Source database pg-truncate');
});

it('is coloured by severity', () => {
  const drawn = renderFindings([finding, note], { notes: true, width: 80, paint: (tone, text) => `<${tone}>${text}` });
  expect(drawn).toContain('<bad>error   <strong>Stream <dim>stream-retention');
  expect(drawn).toContain('<dim>note    <strong>Source database');
});
