import { parseArgs } from 'node:util';
import { STACK_FILE } from './stack-file.ts';

export interface ServeArguments {
  readonly demo: boolean;
  /** Where the demo writes its addresses, relative to the workspace's root. */
  readonly addressFile: string;
  /** Passed on to the demo shop. */
  readonly shop: {
    readonly changesPerSecond: number;
    readonly seed: number;
    /** After so many transactions the shop closes. */
    readonly transactions: number | undefined;
    /** Where the shop's tables are written to, as JSON, when it closes. */
    readonly stateFile: string | undefined;
  };
}

export const USAGE = `Usage: npx nx serve sink [options]

  --demo            the embedded demo, even if a stream or target is configured
  --rate N          changes a second in the demo shop (default 20)
  --seed N          another shop (default 1)
  --changes N       the shop closes after N transactions (default: never)
  --state FILE      where the shop writes its tables, as JSON, when it closes
  --addresses FILE  where the demo writes its addresses (default ${STACK_FILE})
`;

/** Reads the command line; throws an error with a sentence for the user where it is wrong. */
export function readArguments(argv: readonly string[]): ServeArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      demo: { type: 'boolean', default: false },
      rate: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      changes: { type: 'string' },
      state: { type: 'string' },
      addresses: { type: 'string', default: STACK_FILE },
    },
  });
  return {
    demo: values.demo,
    addressFile: values.addresses,
    shop: {
      changesPerSecond: readNumber('--rate', values.rate),
      seed: readNumber('--seed', values.seed),
      transactions: values.changes === undefined ? undefined : readNumber('--changes', values.changes),
      stateFile: values.state,
    },
  };
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`${option} takes a number, not "${text}".`);
  return number;
}
