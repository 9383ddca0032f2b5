import type { StartType } from './control-replication.js';
import type { Replication } from './replication.js';

/** What somebody wants of a replication. `reload`: load everything again. */
export type StartWish = 'start' | 'resume' | 'reload';

/** What is to be done about it. */
export type StartVerdict =
  | { readonly action: 'start'; readonly type: StartType }
  | { readonly action: 'none'; readonly why: string }
  | { readonly action: 'refused'; readonly why: string; readonly remedy: string };

type Known = Pick<Replication, 'state' | 'status' | 'stopReason' | 'everStarted' | 'migrationType'>;

/**
 * Which start type fits, or why none does. Pure. DMS itself takes some of the wrong ones and then loses or repeats data:
 * a resume before the first start, a resume of a full load that has ended, a start in place of a resume.
 */
export function judgeStart(replication: Known, wish: StartWish): StartVerdict {
  switch (replication.state) {
    case 'running':
    case 'starting':
      return wish === 'reload'
        ? refused(
            `The replication is ${replication.status}: everything is loaded again only from a stop.`,
            'Stop it first (dray stop), or name the tables (dray reload SCHEMA.TABLE): single tables are loaded again while it runs.',
          )
        : { action: 'none', why: `The replication is ${replication.status} already.` };
    case 'stopping':
    case 'changing':
    case 'deleting':
      return refused(
        `The replication is ${replication.status}.`,
        'Wait until that is done (dray status --watch), then try again.',
      );
    case 'ready':
    case 'stopped':
    case 'failed':
      return fromRest(replication, wish);
  }
}

function fromRest({ everStarted, migrationType, stopReason }: Known, wish: StartWish): StartVerdict {
  // Whether it can ever follow changes, which is not whether its load has ended: one that was stopped amid its load is none to resume either.
  const isLoadOnly = migrationType === 'full-load' || stopReason === 'FULL_LOAD_ONLY_FINISHED';
  switch (wish) {
    case 'start':
      return everStarted
        ? refused(
            'The replication ran before: a first start would load everything again and forget where changes were read.',
            isLoadOnly
              ? 'To load everything again: dray reload --all.'
              : 'To go on where it stopped: dray resume. To load everything again: dray reload --all.',
          )
        : { action: 'start', type: 'start-replication' };
    case 'resume':
      if (!everStarted)
        return refused('The replication never ran: there is nothing to resume.', 'Start it: dray start.');
      return isLoadOnly
        ? refused(
            'The replication is a full load only, and has no changes to go on with: a resume would do nothing, or load parts of tables twice.',
            'To load everything again: dray reload --all.',
          )
        : { action: 'start', type: 'resume-processing' };
    case 'reload':
      if (migrationType === 'cdc') return refused(NO_LOAD.why, NO_LOAD.remedy);
      return everStarted
        ? { action: 'start', type: 'reload-target' }
        : refused('The replication never ran: there is nothing to load again.', 'Start it: dray start.');
  }
}

/** Why a replication of changes alone loads nothing again, whatever is asked for. */
export const NO_LOAD = {
  why: 'The replication carries changes only: it has no load that could be repeated.',
  remedy: 'To load tables, make a replication with full-load-and-cdc (or full-load) beside or in place of it.',
} as const;

function refused(why: string, remedy: string): StartVerdict {
  return { action: 'refused', why, remedy };
}
