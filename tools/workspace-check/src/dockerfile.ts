import { readText } from './workspaces.ts';

/** What the last stage of a Dockerfile says about how its image runs. */
export interface ImageSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
  readonly user: string;
}

/** Reads the last stage of a Dockerfile; commands must be in exec form (a JSON array). */
export function readImageSettings(path: string): ImageSettings {
  const lines = readText(path)
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const argumentsOf = (instruction: string): string =>
    stage.find((line) => line.startsWith(`${instruction} `))?.slice(instruction.length + 1) ?? '';
  const execForm = (text: string): readonly string[] => JSON.parse(text.slice(text.indexOf('['))) as readonly string[];
  return {
    environment: Object.fromEntries(
      [...argumentsOf('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    ),
    entrypoint: execForm(argumentsOf('ENTRYPOINT')),
    healthcheck: execForm(argumentsOf('HEALTHCHECK')),
    user: argumentsOf('USER'),
  };
}
