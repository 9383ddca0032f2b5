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
const note: Finding = {
  ...finding,
  severity: 'note',
  id: 'pg-truncate',
  area: 'source',
  what: 'TRUNCATE is not carried.',
};

it('says what, why and what to do, no wider than the terminal', () => {
  expect(renderFindings([finding, note], { notes: false, width: 50, paint: plain }))
    .toBe(`error   Stream stream-retention
        The stream keeps records for 24 hours.
  at    RetentionPeriodHours
  why   A sink that stands still for longer loses
        what it has not read.
  fix   Raise it. [--fix]

1 error, 0 warnings, 1 note (--notes); 2 can be mended by --fix.
`);
});

it.each([30, 60, 80, 120])('keeps what is to be copied whole at %i columns', (width) => {
  const remedy =
    'Give it a key: ALTER TABLE "shop"."order  items of long ago" ADD (…); Then dray reload \'shop.order  items\'.';
  const shown = renderFindings([{ ...finding, remedy }], { notes: false, width, paint: plain });
  expect(shown).toContain('"shop"."order  items of long ago"');
  expect(shown).toContain("dray reload 'shop.order  items'.");
});

it('says that nothing is wrong, and shows notes where they are asked for', () => {
  expect(renderFindings([], { notes: false, width: undefined, paint: plain })).toBe('Nothing is wrong.\n');
  expect(renderFindings([note], { notes: false, width: undefined, paint: plain })).toBe(
    'Nothing is wrong, 1 note (--notes).\n',
  );
  expect(renderFindings([note], { notes: true, width: undefined, paint: plain })).toContain(
    'note    Source database pg-truncate',
  );
});

const keyless = (name: string): Finding => ({
  id: 'keyless-table',
  severity: 'warning',
  area: 'source',
  subject: name,
  what: `${name} has no primary key.`,
  whyItMatters: 'Its rows are at least once.',
  remedy: `ALTER TABLE ${name} ADD PRIMARY KEY (…)`,
});

it('tells findings of one rule together, and of many only the first, with how many there are', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `shop.${letter}`);
  // Something else between them does not part them.
  const findings = [keyless('shop.a'), { ...finding, severity: 'warning' as const }, ...names.slice(1).map(keyless)];
  expect(renderFindings(findings, { notes: false, width: 80, paint: plain }))
    .toBe(`warning Source database keyless-table
        shop.a has no primary key.
        shop.b has no primary key.
        shop.c has no primary key.
        shop.d has no primary key.
        shop.e has no primary key.
        … and 2 more (--output json has all of them)
  why   Its rows are at least once.
  fix   ALTER TABLE shop.a ADD PRIMARY KEY (…)
        … and so for the others

warning Stream stream-retention
        The stream keeps records for 24 hours.
  at    RetentionPeriodHours
  why   A sink that stands still for longer loses what it has not read.
  fix   Raise it. [--fix]

0 errors, 8 warnings; 1 can be mended by --fix.
`);
});

it('says once what mends several, and keeps apart what has another reason', () => {
  const dropped = (subject: string, whyItMatters: string): Finding => ({
    ...finding,
    subject,
    what: `${subject} is off.`,
    whyItMatters,
  });
  const findings = [
    dropped('A', 'Deletes are lost.'),
    dropped('B', 'Deletes are lost.'),
    dropped('C', 'NULLs are lost.'),
  ];
  expect(renderFindings(findings, { notes: false, width: 80, paint: plain })).toBe(`error   Stream stream-retention
        A is off.
        B is off.
  why   Deletes are lost.
  fix   Raise it. [--fix]

error   Stream stream-retention
        C is off.
  why   NULLs are lost.
  fix   Raise it. [--fix]

3 errors, 0 warnings; 3 can be mended by --fix.
`);
});

it('is coloured by severity', () => {
  const drawn = renderFindings([finding, note], { notes: true, width: 80, paint: (tone, text) => `<${tone}>${text}` });
  expect(drawn).toContain('<bad>error   <strong>Stream <dim>stream-retention');
  expect(drawn).toContain('<dim>note    <strong>Source database');
});
