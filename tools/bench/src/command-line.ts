import { parseArgs } from 'node:util';

export interface BenchArguments {
  readonly output: 'table' | 'json';
  readonly help: boolean;
  readonly size: BenchSize;
}

/** How much a run measures. */
export interface BenchSize {
  readonly rounds: number;
  readonly warmUps: number;
  /** Messages of one round of decoding. */
  readonly decodeMessages: number;
  /** Records of one round from bytes to rows. */
  readonly targetRecords: number;
  /** Records of the file whose replay tells the peak of memory. */
  readonly memoryRecords: number;
}

const FULL: BenchSize = {
  rounds: 9,
  warmUps: 1,
  decodeMessages: 20_000,
  targetRecords: 40_000,
  memoryRecords: 1_000_000,
};
/** Tells whether the benchmark runs, and little about the speed. */
const QUICK: BenchSize = {
  rounds: 3,
  warmUps: 1,
  decodeMessages: 5_000,
  targetRecords: 20_000,
  memoryRecords: 100_000,
};

export const HELP = `Usage: npm run bench -- [--output table|json] [--quick] [--rounds N]

Compares decoding and writing with what they cost at least, in one run: ratios, medians of interleaved rounds.
CRATEDB_URL switches the measures on CrateDB on.
`;

/** @throws Error for an argument that nobody knows, or that is out of its range. */
export function parseBenchArguments(argv: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      output: { type: 'string', default: 'table' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { output, quick, help } = values;
  if (output !== 'table' && output !== 'json') throw new Error('--output is neither table nor json.');
  const size = quick ? QUICK : FULL;
  const rounds = values.rounds === undefined ? size.rounds : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is no whole number from 1.');
  return { output, help, size: { ...size, rounds } };
}
