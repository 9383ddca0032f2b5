import { styleText } from 'node:util';
import type { CliEnvironment } from '../cli-environment.js';

/** What a text is worth, for the eye. */
export type Tone = 'bad' | 'dim' | 'good' | 'plain' | 'strong' | 'warning';

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = { bad: 'red', dim: 'gray', good: 'green', strong: 'bold', warning: 'yellow' } as const;

/** Colours for a terminal; none for a pipe, a file, or where `NO_COLOR` asks for none. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: CliEnvironment['env']): Paint {
  const isWanted = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return (tone, text) =>
    isWanted && tone !== 'plain' ? styleText(STYLES[tone], text, { validateStream: false }) : text;
}
