import { explainFailure, explainStopReason, hasLoadEnded, judgeStart, type Replication } from '@drayage/aws-ops';

/** Why a replication is at rest, and what is right to do about it. */
export interface ExplainedStop {
  /**
   * `asked`: somebody or a setting wanted it; `error`: DMS could not go on; `passing`: DMS starts it again by itself;
   * `unknown`: nothing tells.
   */
  readonly kind: 'asked' | 'error' | 'passing' | 'unknown';
  /** What its stop reason means, in sentences; `undefined` where that is not known. */
  readonly cause: string | undefined;
  /** What mends it, and the start that is right after that: one that the commands allow. */
  readonly remedy: string;
}

type Known = Pick<Replication, 'state' | 'status' | 'stopReason' | 'everStarted' | 'migrationType' | 'failures'>;

const LOOK_AT_LOGS = 'See dray logs --source dms --level error.';

/**
 * The one explanation of a stop, for everything that shows one. Pure.
 *
 * @returns `undefined` for a replication that is neither stopped nor failed, and for one whose load was all it had to do and has ended.
 */
export function explainStop(replication: Known): ExplainedStop | undefined {
  const { state, stopReason, migrationType, failures } = replication;
  if (state !== 'stopped' && state !== 'failed') return undefined;
  if (state === 'stopped' && migrationType === 'full-load' && hasLoadEnded(replication)) return undefined;
  const [failure] = failures;
  const reason = stopReason === undefined ? undefined : explainStopReason(stopReason);
  // What it failed of tells more than the kind of the stop; a stop that was asked for has nothing to do with older failures.
  const mended = failure === undefined ? undefined : explainFailure(failure)?.remedy;
  const next = nextStart(replication);
  if (state === 'failed') {
    return { kind: 'error', cause: reason?.cause, remedy: andThen(mended ?? reason?.remedy ?? LOOK_AT_LOGS, next) };
  }
  switch (reason?.kind) {
    case 'passing':
      return { kind: 'passing', cause: reason.cause, remedy: 'Wait: DMS starts it again.' };
    case 'asked':
      return { kind: 'asked', cause: reason.cause, remedy: andThen(reason.remedy, next) };
    case 'error':
      return { kind: 'error', cause: reason.cause, remedy: andThen(mended ?? reason.remedy, next) };
    case undefined:
      return { kind: failure === undefined ? 'unknown' : 'error', cause: undefined, remedy: andThen(mended, next) };
  }
}

/** What the guards of the commands allow: nothing else is worth telling. */
export function nextCommand(replication: Known): string {
  if (judgeStart(replication, 'resume').action === 'start') return 'dray resume';
  return judgeStart(replication, 'start').action === 'start' ? 'dray start' : 'dray reload --all';
}

function nextStart(replication: Known): string {
  const { state, migrationType } = replication;
  const inTime =
    state === 'failed' || migrationType === 'full-load' ? '' : ', before the source removes what was not read';
  return `${nextCommand(replication)}${inTime}.`;
}

/** A remedy that loads everything again is the whole of it. */
function andThen(remedy: string | undefined, next: string): string {
  if (remedy === undefined) return next;
  return remedy.includes('dray reload') ? remedy : `${remedy} Then ${next}`;
}
