/** Where a value came from. */
export type ValueSource =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string; readonly line?: number | undefined };

/** One mistake in the configuration. Never holds a secret. */
export interface ConfigProblem {
  /** The key, as in the file: `write.tables[0].table`; empty for the file as a whole. */
  readonly path: string;
  /** The variable that sets this key, where there is one. */
  readonly variable?: string | undefined;
  /** Where the wrong value stands; `undefined` where there is none. */
  readonly source?: ValueSource | undefined;
  readonly message: string;
  readonly remedy: string;
}

/** One line for a terminal: place, message, remedy. */
export function formatProblem({ path, variable, source, message, remedy }: ConfigProblem): string {
  const key = [path, variable].filter((name) => name !== undefined && name !== '').join(' / ');
  const place = source?.kind === 'file' ? formatSource(source) : undefined;
  const label = [place, key].filter((part) => part !== undefined && part !== '').join(' ');
  return `${label === '' ? '' : `${label}: `}${message} ${remedy}`;
}

/** `SINK_URL`, `--port` or `drayage.config.yaml:12`. */
export function formatSource(source: ValueSource): string {
  switch (source.kind) {
    case 'flag':
      return `--${source.name}`;
    case 'variable':
      return source.name;
    case 'file':
      return source.line === undefined ? source.name : `${source.name}:${source.line}`;
  }
}

/** `['write', 'tables', 0]` as `write.tables[0]`; names that are no plain words are quoted. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      const name = String(part);
      return /^[\w$-]+$/.test(name) ? `${index === 0 ? '' : '.'}${name}` : `[${JSON.stringify(name)}]`;
    })
    .join('');
}
