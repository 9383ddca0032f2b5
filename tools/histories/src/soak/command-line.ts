import { parseArgs } from 'node:util';
import { ARRIVAL_HAZARDS, HAZARDS, STAMPED_HAZARDS, type Hazard, type Hazards } from '../history/hazards.ts';

export interface SoakArguments {
  readonly help: boolean;
  readonly histories: number;
  /** `undefined`: a fresh one. */
  readonly seed: number | undefined;
  /** `undefined`: CrateDB where `CRATEDB_URL` names one, else a PostgreSQL within the process. */
  readonly to: string | undefined;
  readonly ordering: 'stamped' | 'arrival';
  readonly hazards: Hazards;
  /** Runs the history of this file instead. */
  readonly fromFile: string | undefined;
  readonly maxShrinks: number;
}

export const HELP = `Usage: npm run soak -- [--histories N] [--seed S] [--to URL] [--ordering stamped|arrival]
                      [--hazards a,b,…] [--with a,b,…] [--without a,b,…] [--max-shrinks N]
       npm run soak -- --from-file FILE [--to URL]

Runs generated histories of source tables through the sink, each delivered twice, and compares the tables in the end.
Stops at the first that differs, writes it to a file as small as it can be made, and says how to run it again: exit 1.

  --histories N   how many (default 300)
  --seed S        which (default: a fresh one, printed)
  --to URL        the target (default: CRATEDB_URL, else pglite:)
  --ordering      stamped (default) or arrival
  --hazards       nothing but these may happen
  --with          these may happen besides those that hold
  --without       these may not
  --max-shrinks N at most so many runs to make a failing history smaller (default 400)
  --from-file     one history, from the file that a failure left

Hazards: ${HAZARDS.join(', ')}
`;

/** @throws Error for an argument that nobody knows, or that is out of its range. */
export function parseSoakArguments(argv: readonly string[]): SoakArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      histories: { type: 'string', default: '300' },
      seed: { type: 'string' },
      to: { type: 'string' },
      ordering: { type: 'string', default: 'stamped' },
      hazards: { type: 'string' },
      with: { type: 'string', default: '' },
      without: { type: 'string', default: '' },
      'from-file': { type: 'string' },
      'max-shrinks': { type: 'string', default: '400' },
    },
  });
  const { ordering } = values;
  if (ordering !== 'stamped' && ordering !== 'arrival') throw new Error('--ordering is neither stamped nor arrival.');
  const base = ordering === 'stamped' ? STAMPED_HAZARDS : ARRIVAL_HAZARDS;
  const without = new Set(readHazards(values.without));
  const chosen = [...(values.hazards === undefined ? base : readHazards(values.hazards)), ...readHazards(values.with)];
  return {
    help: values.help,
    histories: readWhole('--histories', values.histories, 1),
    seed: values.seed === undefined ? undefined : readWhole('--seed', values.seed, 0),
    to: values.to,
    ordering,
    hazards: new Set(chosen.filter((hazard) => !without.has(hazard))),
    fromFile: values['from-file'],
    maxShrinks: readWhole('--max-shrinks', values['max-shrinks'], 0),
  };
}

function readHazards(list: string): readonly Hazard[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const hazard = HAZARDS.find((known) => known === name);
      if (hazard === undefined) throw new Error(`There is no hazard ${name}: take some of ${HAZARDS.join(', ')}.`);
      return hazard;
    });
}

function readWhole(option: string, text: string, min: number): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < min)
    throw new Error(`${option} is no whole number from ${min}.`);
  return number;
}
