import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countTests, type TestReport, type TestRun } from './count-tests.ts';
import { readText, root, workspaces } from './workspaces.ts';

/** The targets of a full `npm test` that run Vitest, each with the report it must leave. */
const REPORTS: Readonly<Record<string, string>> = { test: 'report.json', 'package-check': 'package-report.json' };

function readRuns(): readonly TestRun[] {
  return workspaces().flatMap(({ path, manifest }) =>
    Object.entries(REPORTS)
      .filter(([target]) => manifest.nx?.targets?.[target] !== undefined)
      .map(([target, file]) => {
        const reportPath = `${path}/test-output/${file}`;
        const report = existsSync(join(root, reportPath))
          ? (JSON.parse(readText(reportPath)) as TestReport)
          : undefined;
        return { name: `${manifest.name}:${target}`, report };
      }),
  );
}

const { passed, failed, skipped, skippedSuites, problems } = countTests(readRuns());
for (const problem of problems) console.log(problem);
if (skipped > 0) console.log(`${skipped} tests did not run:`);
for (const suite of skippedSuites) console.log(`- ${suite}`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;
