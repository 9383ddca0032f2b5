import { expect, it } from 'vitest';
import { countTests, type TestReport } from './count-tests.ts';

interface ReportParts {
  readonly passed?: number;
  readonly failed?: number;
  readonly skippedSuites?: readonly string[];
  readonly broken?: boolean;
}

function report({ passed = 0, failed = 0, skippedSuites = [], broken = false }: ReportParts): TestReport {
  const skipped = skippedSuites.map((suite) => ({ ancestorTitles: [suite], title: 'a test', status: 'skipped' }));
  const files = [{ name: 'tests', status: failed > 0 ? 'failed' : 'passed', assertionResults: skipped }];
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped.length,
    numTodoTests: 0,
    testResults: broken ? [{ name: 'broken', status: 'failed', assertionResults: [] }] : files,
  };
}

it('adds up the reports of all projects', () => {
  const count = countTests([
    { name: 'a', report: report({ passed: 3, skippedSuites: ['off', 'off', 'off too'] }) },
    { name: 'b', report: report({ passed: 4, skippedSuites: ['off'] }) },
  ]);
  expect(count).toEqual({ passed: 7, failed: 0, skipped: 4, skippedSuites: ['off', 'off too'], problems: [] });
});

it('counts a project without a report as a failure', () => {
  const count = countTests([{ name: 'a:test', report: undefined }]);
  expect(count).toMatchObject({ passed: 0, failed: 1, problems: ['a:test: no report'] });
});

it('counts a file that could not be loaded as a failure', () => {
  const count = countTests([{ name: 'a', report: report({ passed: 5, broken: true }) }]);
  expect(count).toMatchObject({ passed: 5, failed: 1, problems: ['broken: could not be loaded'] });
});
