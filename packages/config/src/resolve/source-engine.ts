import type { SOURCE_ENGINES } from '../schema/source-section.js';

export type SourceEngine = (typeof SOURCE_ENGINES)[number];

const BY_SCHEME: Readonly<Record<string, SourceEngine>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
};

/**
 * What the source is, as `source.engine` or the scheme of `source.url` says. `undefined`: neither says it.
 *
 * @typeParam Engine - What `engine` may be: of values that are not checked yet, any text, which is then answered.
 */
export function sourceEngine<Engine extends string = SourceEngine>({
  engine,
  url,
}: {
  readonly engine?: Engine | undefined;
  readonly url?: string | undefined;
}): Engine | SourceEngine | undefined {
  return engine ?? BY_SCHEME[/^([a-z]+):/.exec(url ?? '')?.[1] ?? ''];
}
