import { type ConfigProblem, formatProblem } from '@drayage/config';

/** What the operator reads when the configuration is wrong: one line for each mistake. */
export function renderProblems(problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `  - ${formatProblem(problem)}`);
  return `drayage-sink cannot start: ${count} in its configuration.\n${lines.join('\n')}\nEvery key, variable and default: --help, or docs/20-configuration.md\n`;
}
