import type { Stage, StageStack } from '../stacks/stages.js';
import { stackRemedy } from './stack-state.js';
import { type ResourceChange, STREAM_IDENTITY } from './template-changes.js';

/** Why a plan does not go on, found before anything is touched. */
export type Refusal =
  /** What holds data, or a place in the changes, would be lost. */
  | { readonly kind: 'replacement-refused'; readonly stackName: string; readonly change: ResourceChange }
  | { readonly kind: 'another-source'; readonly stackName: string; readonly change: ResourceChange }
  | { readonly kind: 'another-stream'; readonly stackName: string; readonly change: ResourceChange }
  /** It is said that the old stream was read to its end, and the replication still writes to it. */
  | { readonly kind: 'not-drained'; readonly status: string }
  | { readonly kind: 'load-runs' }
  | { readonly kind: 'start-refused'; readonly why: string; readonly remedy: string }
  | { readonly kind: 'nothing-to-start'; readonly missing: readonly Stage[] }
  | { readonly kind: 'stack-state'; readonly stackName: string; readonly status: string }
  /** A stack takes from another what that one does not give yet. */
  | { readonly kind: 'stack-missing'; readonly stackName: string; readonly needs: StageStack }
  /** A stack would stop giving what another still takes. `user.stage`: `undefined` where it is no longer in the configuration. */
  | { readonly kind: 'export-in-use'; readonly stackName: string; readonly user: StackUser }
  /** Each of two stacks takes from the other what that one gives only once it is changed. */
  | { readonly kind: 'stacks-entangled'; readonly stackName: string; readonly user: StackUser }
  /** A stack would be deleted from which another takes something. */
  | { readonly kind: 'stack-in-use'; readonly stackName: string; readonly users: readonly string[] };

export interface StackUser {
  readonly stackName: string;
  readonly stage: Stage | undefined;
}

/** What would be lost or could not work, and the way on. */
export interface RefusalText {
  readonly what: string;
  readonly remedy: string;
}

export function describeRefusal(refusal: Refusal): RefusalText {
  switch (refusal.kind) {
    case 'replacement-refused': {
      const { stackName, change } = refusal;
      return {
        what: `${stackName}: ${change.type} ${change.id} would be ${change.effect}, with what it holds: ${reason(change)}.`,
        remedy: `Undo the change, give the new thing a pipeline of its own, or say --replace. ${loss(change)}`,
      };
    }
    case 'another-source':
      return {
        what: `${refusal.stackName}: ${reason(refusal.change)}: the replication would go on in another source, at a position of the old one. Changes would be missed, or read twice.`,
        remedy:
          'Where it is the same database and only its secret has another name: --same-source. Where it is another: --replace, and every table is loaded from it anew.',
      };
    case 'another-stream':
      return {
        what: `${refusal.stackName}: ${reason(refusal.change)}: what the sink has not read of the old stream would never be read.`,
        remedy:
          'Let the sink read the old stream to its end: dray stop, wait until dray status shows no lag, then dray deploy --drained and dray resume. Or load every table anew through the new stream: --replace.',
      };
    case 'not-drained':
      return {
        what: `--drained says that the sink has read the old stream to its end, but the replication is ${refusal.status}: what it still writes there would never be read.`,
        remedy: 'dray stop, wait until dray status shows no lag, then the same command again.',
      };
    case 'load-runs':
      return {
        what: 'AWS DMS changes this replication only at rest, and it is loading: a full load that is stopped cannot go on where it was.',
        remedy:
          'Wait until it has ended (dray tables --watch), then deploy. Or give it up: dray stop, dray deploy, then dray reload --all.',
      };
    case 'start-refused':
      return { what: refusal.why, remedy: `${refusal.remedy} Without --start the rest is deployed.` };
    case 'nothing-to-start':
      return {
        what: `--start needs a replication and a sink that reads: there is no stack of ${refusal.missing.join(' and ')}, and this deployment makes none.`,
        remedy: 'Deploy all stages: dray deploy --start.',
      };
    case 'stack-state':
      return {
        what: `${refusal.stackName} is ${refusal.status}: CloudFormation would refuse to change it.`,
        remedy: stackRemedy(refusal.stackName, refusal.status),
      };
    case 'stack-missing': {
      const { stackName, needs } = refusal;
      return {
        what: `${stackName} takes from ${needs.stackName} what that one does not give yet.`,
        remedy: `Deploy stage ${needs.stage} first: dray deploy --only ${needs.stage}. Or all of them: dray deploy.`,
      };
    }
    case 'export-in-use': {
      const { stackName, user } = refusal;
      return {
        what: `${stackName} would no longer give what ${user.stackName} still takes: CloudFormation would refuse that.`,
        remedy:
          user.stage === undefined
            ? `${user.stackName} is no longer in the configuration. Delete it first: dray stack delete --stack ${user.stackName}.`
            : `Deploy stage ${user.stage} first: dray deploy --only ${user.stage}. Or all of them: dray deploy.`,
      };
    }
    case 'stacks-entangled': {
      const { stackName, user } = refusal;
      return {
        what: `${user.stackName} takes from ${stackName} what goes, and needs what is new there: neither can be changed before the other.`,
        remedy:
          user.stage === 'sink'
            ? 'Take the sink away and make it anew: dray destroy --only sink, then dray deploy. It then reads the stream from its oldest record; what was applied before has no effect the second time.'
            : `${user.stackName} holds data: undo the change, or give the new configuration a pipeline of its own (deployment.name).`,
      };
    }
    case 'stack-in-use': {
      const { stackName, users } = refusal;
      return {
        what: `${stackName} gives ${users.join(', ')} what they need: CloudFormation would not delete it.`,
        remedy: `Take these away first (dray destroy --only STAGE), or the whole pipeline: dray destroy.`,
      };
    }
  }
}

function reason({ effect, properties }: ResourceChange): string {
  if (effect === 'removed') return 'it is no longer in the configuration';
  return effect === 'repointed' ? `${properties.join(', ')} differs` : `${properties.join(', ')} cannot be changed`;
}

/** What --replace means, by what would be replaced. */
function loss({ type }: ResourceChange): string {
  if (type === 'AWS::Kinesis::Stream')
    return 'Its records go with it, read or not; the replication is made anew and loads every table.';
  if (type === 'AWS::RDS::DBInstance' || type === 'AWS::SecretsManager::Secret')
    return 'The new one is empty; the replication is made anew and loads every table.';
  if (type === 'AWS::Lambda::EventSourceMapping')
    return 'The new one reads the stream from its oldest record: records come twice, with no effect.';
  if (type === 'AWS::EC2::Subnet' || type === 'AWS::EC2::VPC')
    return 'What runs in it has to go first: dray destroy --only the stages above, then deploy anew.';
  return 'The replication is made anew and loads every table, once it is started.';
}

/** A change of what an endpoint points to, as what it would lose. */
export function refusalOf(stackName: string, change: ResourceChange): Refusal {
  if (change.effect !== 'repointed') return { kind: 'replacement-refused', stackName, change };
  return { kind: change.properties.includes(STREAM_IDENTITY) ? 'another-stream' : 'another-source', stackName, change };
}
