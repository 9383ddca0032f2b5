import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose, diagnoseSettings } from './diagnose.js';
import { known, unnamed, unread } from './facts/read.js';
import type { PipelineFacts } from './facts/pipeline-facts.js';
import { ALL_CASES } from './testing/all-cases.js';
import { RIGHT_POSTGRES_CASES } from './testing/cases/right-postgres-cases.js';
import { mysql, namedRole, pipeline, postgres, replicationState } from './testing/right-facts.js';

/** What is found beyond limits that always hold, as `rule subject`. */
function found(facts: PipelineFacts): readonly string[] {
  return diagnose(facts)
    .filter(({ severity }) => severity !== 'note')
    .map(({ id, subject }) => `${id} ${subject}`);
}

it('finds nothing where nothing is wrong', () => {
  expect(found(pipeline())).toEqual([]);
  expect(found(pipeline({ source: mysql() }))).toEqual([]);
});

it.each(RIGHT_POSTGRES_CASES)('finds nothing where %s', (_, facts) => {
  expect(found(facts)).toEqual([]);
});

describe('what is wrong is found by its rule', () => {
  it.each(ALL_CASES)('$id: $when', ({ id, severity, subject, facts, also = [], fix }) => {
    const findings = diagnose(facts).filter((finding) => finding.id === id);
    expect(findings.map((finding) => [finding.severity, finding.subject])).toContainEqual([severity, subject]);
    const finding = findings.find((one) => one.subject === subject)!;
    for (const text of [finding.what, finding.whyItMatters, finding.remedy]) expect(text).toMatch(/\S/u);
    expect(finding.fix?.kind).toBe(fix);
    // And nothing else is, but for what follows from the same fact.
    const others = new Set(
      diagnose(facts)
        .filter((one) => one.severity !== 'note' && one.id !== id)
        .map((one) => one.id),
    );
    expect([...others].toSorted()).toEqual([...also].toSorted());
  });
});

describe('what could not be read', () => {
  it('is an error where somebody said where it is, and a warning where nobody did', () => {
    const facts = pipeline({ roles: unread('AWS denies (iam:GetRole).'), target: unnamed('Give --to.') });
    expect(diagnose(facts).filter(({ id }) => id === 'unread')).toEqual([
      expect.objectContaining({
        severity: 'error',
        area: 'roles',
        what: 'Could not be read: roles. AWS denies (iam:GetRole).',
      }),
      expect.objectContaining({
        severity: 'warning',
        area: 'target',
        what: 'Not looked at: target.',
        remedy: 'Give --to.',
      }),
    ]);
  });

  it('is told of every part of the source, and the rules for the rest go on', () => {
    const blind = unread('permission denied');
    const source = postgres({ slots: blind, openTransactions: blind, isReplica: known(true) });
    expect(found(pipeline({ source }))).toEqual([
      'pg-replica pg_is_in_recovery()',
      'unread slots',
      'unread open transactions',
    ]);
  });

  it('is told of one role and of the parts of a replication, and the rules for the rest go on', () => {
    const blind = unread('AWS denies it.');
    const state = replicationState({ status: 'ready', tables: blind, connections: blind });
    const roles = known([{ name: 'dms-vpc-role', role: blind }, namedRole({ name: 'stream', exists: false })]);
    const findings = diagnose(pipeline({ roles, replicationState: known(state) })).filter(
      ({ severity }) => severity !== 'note',
    );
    expect(findings.map(({ id, severity, subject }) => `${severity}: ${id} ${subject}`)).toEqual([
      'error: unread dms-vpc-role',
      'error: role-missing stream',
      'warning: unread tables',
      'warning: unread connections',
      'warning: replication-never-started ready',
    ]);
  });

  it('is told where everything is in the dark', () => {
    const blind = unread('no network');
    const facts: PipelineFacts = {
      source: blind,
      unmatchedPatterns: [],
      lockDrift: known([]),
      settings: {
        sourceEngine: 'postgresql',
        sourceEndpoint: blind,
        targetEndpoint: blind,
        replication: blind,
        stream: blind,
        eventSourceMapping: blind,
      },
      replicationState: blind,
      roles: blind,
      target: blind,
    };
    expect(diagnose(facts).map(({ id, area }) => `${id} ${area}`)).toEqual([
      'unread source',
      'unread source-endpoint',
      'unread target-endpoint',
      'unread task',
      'unread stream',
      'unread roles',
      'unread replication',
      'unread sink',
      'unread target',
    ]);
  });
});

it('judges settings without an account or a database, as far as they are given', () => {
  const { settings } = pipeline();
  expect(diagnoseSettings(settings).filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(diagnoseSettings({ sourceEngine: 'mysql' })).toEqual([]);
});

it('is written down: each rule stands in the specification, and is tried here', () => {
  const specification = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
  const rules = new Set([...specification.matchAll(/^\|[^|]*\| `([a-z-]+)`/gmu)].map(([, id]) => id ?? ''));
  expect([...new Set(ALL_CASES.map(({ id }) => id)), 'unread'].toSorted()).toEqual([...rules].toSorted());
});
