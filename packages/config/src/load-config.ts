import type { DrayageConfig } from './drayage-config.js';
import { deploymentWarnings } from './deployment/check-deployment.js';
import { findConfigFile } from './file/find-config-file.js';
import { type ConfigProblem, formatPath, type ValueSource } from './problems/config-problem.js';
import { describeIssue, type IssueDescription } from './problems/describe-issue.js';
import { checkValues, type Requirement, targetWarnings } from './resolve/check-values.js';
import { mergeValues } from './resolve/merge-values.js';
import { readEnvironment, readFlags } from './resolve/override.js';
import { toConfig } from './resolve/to-config.js';
import { configSchema } from './schema/config-schema.js';
import { configJsonSchema } from './schema/json-schema.js';
import { listSettings } from './settings/setting.js';

export interface LoadConfigOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values by flag name without dashes (`port`, `write-delete-mode`), and `config` for the file. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; rejects with `code: 'ENOENT'` where there is none. */
  readonly readFile: (path: string) => Promise<string>;
  readonly cwd: string;
  /** What the program cannot do without. Default: target and stream. */
  readonly required?: readonly Requirement[];
  /** Rules of the program itself, over the values before they are checked: what is wrong is told with the rest. */
  readonly check?: (valueAt: (path: readonly PropertyKey[]) => unknown) => Promise<readonly IssueDescription[]>;
  /** The program does not look at the pipeline's name: it is empty where nothing says it. */
  readonly nameless?: boolean;
}

export type LoadConfigResult =
  | {
      readonly ok: true;
      readonly config: DrayageConfig;
      readonly warnings: readonly string[];
      /** Where each value came from, by path; what is not here is a default. */
      readonly sources: Readonly<Record<string, ValueSource>>;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads the configuration from flags, environment and file, the first that has a key wins, and checks it.
 *
 * @returns the configuration, or every mistake there is, each with its place and remedy. Never throws for a mistake of
 * the operator, and never repeats a secret.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadConfigResult> {
  const { env, flags, required = ['target', 'stream'] } = options;
  const settings = listSettings();
  const environment = readEnvironment(env, settings);
  const arguments_ = readFlags(flags, settings);
  const named = flags.config ?? (env.DRAYAGE_CONFIG === '' ? undefined : env.DRAYAGE_CONFIG);
  const { file, problems: fileProblems } = await findConfigFile({ ...options, named });
  const merged = mergeValues(file, [environment.overrides, arguments_.overrides]);

  const parsed = configSchema.safeParse(merged.values);
  const root = configJsonSchema();
  const issues = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => describeIssue(issue, root, merged.valueAt));
  // A file that cannot be read may hold what seems to be missing.
  const own = (await options.check?.(merged.valueAt)) ?? [];
  const checks = [...checkValues(merged.valueAt, required), ...own].filter(
    ({ path }) =>
      (fileProblems.length === 0 || merged.valueAt(path) !== undefined) &&
      !(options.nameless === true && path.join('.') === 'pipeline'),
  );
  // A rule that knows the whole configuration says it better than the range of one key.
  const told = new Set(checks.map(({ path }) => formatPath(path)));
  const variables = new Map(settings.map(({ path, variable }) => [path, variable]));
  const toProblem = ({ path, message, remedy }: IssueDescription): ConfigProblem => ({
    path: formatPath(path),
    variable: variableOf(variables, path),
    source: merged.sourceOf(path),
    message,
    remedy,
  });
  const problems = [
    ...arguments_.problems,
    ...environment.problems,
    ...fileProblems,
    ...[...checks, ...issues.filter(({ path }) => !told.has(formatPath(path)))].map(toProblem),
  ];

  if (!parsed.success || problems.length > 0) {
    return { ok: false, problems };
  }
  const config = toConfig(parsed.data);
  return {
    ok: true,
    config,
    warnings: [
      ...environment.warnings,
      ...arguments_.warnings,
      ...targetWarnings(config.target.url),
      ...(required.includes('deployment') ? deploymentWarnings(merged.valueAt) : []),
    ],
    sources: Object.fromEntries(
      settings.flatMap(({ path }) => {
        const source = merged.sourceOf(path.split('.'));
        return source === undefined ? [] : [[path, source]];
      }),
    ),
  };
}

/** The variable that sets a key, or the list or the names and values that the key is in. */
function variableOf(variables: ReadonlyMap<string, string>, path: readonly PropertyKey[]): string | undefined {
  const prefixes = path.map((_, index) =>
    variables.get(
      path
        .slice(0, index + 1)
        .map(String)
        .join('.'),
    ),
  );
  return prefixes.find((variable) => variable !== undefined);
}
