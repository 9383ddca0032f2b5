/** Whether to run on the embedded stack or on what the surroundings configure. */
export type ServeMode = { readonly kind: 'demo' } | { readonly kind: 'configured'; readonly by: string };

export interface ModeInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--demo` was given. */
  readonly demo: boolean;
  /** Names of the files in the workspace's root. */
  readonly files: readonly string[];
}

/** Any of these says that a real stream or target is meant. */
const VARIABLES = ['SINK_URL', 'SINK_SQLALCHEMY_URL', 'SINK_URL_SECRET_ARN', 'KINESIS_STREAM', 'DRAYAGE_CONFIG'];
const FILES = ['drayage.config.yaml', 'drayage.config.yml', 'drayage.config.json'];

/** The demo where asked for, or where nothing is configured; an empty variable is as good as none. */
export function chooseMode({ env, demo, files }: ModeInput): ServeMode {
  if (demo) return { kind: 'demo' };
  const by = VARIABLES.find((name) => (env[name] ?? '') !== '') ?? FILES.find((name) => files.includes(name));
  return by === undefined ? { kind: 'demo' } : { kind: 'configured', by };
}
