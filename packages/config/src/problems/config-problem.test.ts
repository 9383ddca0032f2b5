import { expect, it } from 'vitest';

import { formatPath, formatProblem } from './config-problem.js';

it('puts place, key and variable before message and remedy', () => {
  const source = { kind: 'file', name: 'drayage.config.yaml', line: 3 } as const;
  const problem = {
    path: 'http.port',
    variable: 'PORT',
    source,
    message: '0x is not allowed.',
    remedy: 'Take a number.',
  };
  expect(formatProblem(problem)).toBe('drayage.config.yaml:3 http.port / PORT: 0x is not allowed. Take a number.');
});

it('names the flag at fault', () => {
  const problem = {
    path: '',
    source: { kind: 'flag', name: 'prot' } as const,
    message: 'There is no flag --prot.',
    remedy: 'Did you mean --port?',
  };
  expect(formatProblem(problem)).toBe('There is no flag --prot. Did you mean --port?');
});

it('quotes names that are no plain words', () => {
  expect(formatPath(['write', 'columnTypes', 'public.orders', 'a b', 0])).toBe(
    'write.columnTypes["public.orders"]["a b"][0]',
  );
});
