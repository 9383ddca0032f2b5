/** The part of Vitest's JSON report that is counted. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

interface TestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

/** One run of Vitest that was asked for; `undefined`: it left no report. */
export interface TestRun {
  readonly name: string;
  readonly report: TestReport | undefined;
}

/** The sum over several runs. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The outermost suites that hold a skipped test, each once. */
  readonly skippedSuites: readonly string[];
  /** What is wrong beyond tests that failed. */
  readonly problems: readonly string[];
}

/**
 * Adds up what Vitest's reports say. A file that could not be loaded holds no test that failed, and a project without
 * a report did not run: each counts as one failure, so that what did not run never looks like what passed.
 */
export function countTests(runs: readonly TestRun[]): TestCount {
  const counts = runs.map(countRun);
  const sum = (pick: (count: TestCount) => number): number => counts.reduce((total, count) => total + pick(count), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    skippedSuites: [...new Set(counts.flatMap(({ skippedSuites }) => skippedSuites))],
    problems: counts.flatMap(({ problems }) => problems),
  };
}

function countRun({ name, report }: TestRun): TestCount {
  if (report === undefined) {
    return { passed: 0, failed: 1, skipped: 0, skippedSuites: [], problems: [`${name}: no report`] };
  }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const skipped = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed');
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    skippedSuites: skipped.map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title),
    problems: broken.map((file) => `${file.name}: could not be loaded`),
  };
}
