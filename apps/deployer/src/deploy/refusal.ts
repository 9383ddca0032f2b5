import type { Stage, StageStack } from '../stacks/stages.js';
import { stackRemedy } from './stack-state.js';
import { type ResourceChange, STREAM_IDENTITY } from './template-changes.js';

/** Why a plan does not go on, found before anything is touched. */
export type Refusal =
  /** What holds data, or a place in the changes, would be lost. */
  | (LossRefusal & { readonly kind: 'replacement-refused' })
  | (LossRefusal & { readonly kind: 'another-source' })
  | (LossRefusal & { readonly kind: 'another-stream' })
  /** A replication of changes alone would be made anew. `position`: where it is to begin; `undefined`: when it is started. */
  | { readonly kind: 'gap-refused'; readonly position: string | undefined }
  /** Roles that AWS DMS looks for are not in the account; `create`: the stack of both cannot be made beside the other one. */
  | { readonly kind: 'account-roles'; readonly missing: readonly string[]; readonly create: boolean }
  /** A stack that is to be deleted was deployed under the other `deployment.removal` than the configuration says. */
  | {
      readonly kind: 'removal-differs';
      readonly stackName: string;
      readonly types: readonly string[];
      readonly wanted: 'retain' | 'destroy';
    }
  /** It is said that the old stream was read to its end, and the replication still writes to it. */
  | { readonly kind: 'not-drained'; readonly status: string }
  /** A stream would keep records for fewer hours: what is older goes, read or not. */
  | { readonly kind: 'stream-shortened'; readonly stackName: string; readonly hours: number; readonly was: number }
  /** A stream would have more than twice, or less than half as many shards. `step`: the next number that Kinesis takes. */
  | {
      readonly kind: 'stream-resharded';
      readonly stackName: string;
      readonly shards: number;
      readonly was: number;
      readonly step: number;
    }
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

interface LossRefusal {
  readonly stackName: string;
  readonly change: ResourceChange;
  /** Whether a replication that is made anew loads every table; else it carries changes alone. */
  readonly loads: boolean;
}

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
      const { stackName, change, loads } = refusal;
      const back =
        change.was === undefined ? 'Undo the change' : `Keep what is there (demo.engineVersion: '${change.was}')`;
      return {
        what: `${stackName}: ${change.type} ${change.id} would be ${change.effect}, with what it holds: ${reason(change)}.`,
        remedy: `${back}, give the new thing a pipeline of its own, or say --replace. ${loss(change, loads)}`,
      };
    }
    case 'another-source':
      return {
        what: `${refusal.stackName}: ${reason(refusal.change)}: the replication would go on in another source, at a position of the old one. Changes would be missed, or read twice.`,
        remedy: `Where it is the same database and only its secret has another name: --same-source. Where it is another: --replace. ${anew(refusal.loads)}`,
      };
    case 'another-stream':
      return {
        what: `${refusal.stackName}: ${reason(refusal.change)}: what the sink has not read of the old stream would never be read.`,
        remedy: `Let the sink read the old stream to its end: dray stop, wait until dray status shows no lag, then dray deploy --drained and dray resume. Or say --replace. ${anew(refusal.loads)}`,
      };
    case 'gap-refused':
      return {
        what:
          refusal.position === undefined
            ? 'The replication would be made anew with replication.type: cdc. It loads nothing, and begins when it is started: what changes between the stop of the old one and that start would never be carried.'
            : `The replication would be made anew with replication.type: cdc. It loads nothing, and begins at replication.cdcStartPosition (${refusal.position}): what the old one has not carried of before that, and what the source no longer keeps, would never be carried.`,
        remedy:
          'Take replication.type: full-load-and-cdc, and every table is loaded anew. A classic replication can begin where the old one stopped: dray stop, then replication.cdcStartPosition as dray status --verbose tells it. Where nothing changes meanwhile, or that position is right: --accept-gap.',
      };
    case 'account-roles': {
      const missing = refusal.missing.join(' and ');
      return refusal.create
        ? {
            what: `The account has one of the two roles that AWS DMS looks for by name, and no ${missing}: the stack of both cannot be made beside it.`,
            remedy: `Make ${missing} as well (docs/12-production.md, "The account's roles"), and say roles.account: existing.`,
          }
        : {
            what: `AWS DMS looks for ${missing} by name, and the account has no such role: AWS DMS would not make the replication, or it would write no log.`,
            remedy:
              'Say roles.account: create in this pipeline: a stack of their own is made, which outlives every pipeline. Or make them by your own tooling.',
          };
    }
    case 'removal-differs': {
      const { stackName, types, wanted } = refusal;
      const [would, other] = wanted === 'retain' ? ['go', 'destroy'] : ['stay', 'retain'];
      return {
        what: `${stackName}: ${types.join(', ')} would ${would}, though the configuration says deployment.removal: ${wanted}. CloudFormation goes by what was deployed: ${other}.`,
        remedy: `dray deploy brings it up to the configuration, then dray destroy. Or say deployment.removal: ${other}, and it is done as it was deployed.`,
      };
    }
    case 'not-drained':
      return {
        what: `--drained says that the sink has read the old stream to its end, but the replication is ${refusal.status}: what it still writes there would never be read.`,
        remedy: 'dray stop, wait until dray status shows no lag, then the same command again.',
      };
    case 'stream-shortened':
      return {
        what: `${refusal.stackName}: the stream would keep records for ${refusal.hours} hours, no longer for ${refusal.was}: what is older goes at once, and what the sink has not read of it would never be read.`,
        remedy: `dray status says how far behind the sink is. Where that is less than ${refusal.hours} hours: --drained.`,
      };
    case 'stream-resharded':
      return {
        what: `${refusal.stackName}: from ${refusal.was} to ${refusal.shards} shards in one step is more than Kinesis does: twice as many at most, or half as many.`,
        remedy: `Say stream.shards: ${refusal.step} and deploy, then go on from there.`,
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

function reason({ type, effect, properties }: ResourceChange): string {
  if (effect === 'removed') return 'it is no longer in the configuration';
  if (effect === 'repointed') return `${properties.join(', ')} differs`;
  if (type === 'AWS::RDS::DBSubnetGroup' && properties.includes('SubnetIds'))
    return 'the database stands in subnets that would leave the group';
  if (type === 'AWS::RDS::DBInstance' && properties.join() === 'EngineVersion')
    return 'Amazon RDS makes no other major version of it by the way';
  if (type === 'AWS::RDS::DBInstance' && properties.join() === 'AllocatedStorage')
    return 'Amazon RDS makes no disk smaller (demo.storageGiB)';
  return `${properties.join(', ')} cannot be changed`;
}

/** What --replace means, by what would be replaced. */
function loss({ type }: ResourceChange, loads: boolean): string {
  switch (type) {
    case 'AWS::Kinesis::Stream':
      return `Its records go with it, read or not. ${anew(loads)}`;
    case 'AWS::RDS::DBInstance':
    case 'AWS::RDS::DBSubnetGroup':
    case 'AWS::SecretsManager::Secret':
      return `The new database is empty. ${anew(loads)}`;
    case 'AWS::Lambda::EventSourceMapping':
      return 'The new sink begins where kinesis.start says: of the records before that, none is read that the old one had not read; records come twice, with no effect.';
    case 'AWS::EC2::Subnet':
    case 'AWS::EC2::VPC':
      return 'What runs in it has to go first: dray destroy --only the stages above, then deploy anew.';
    default:
      return anew(loads);
  }
}

/** What comes of a replication that is made anew. */
function anew(loads: boolean): string {
  return loads
    ? 'The replication is made anew and loads every table, once it is started.'
    : 'The replication is made anew and loads nothing (replication.type: cdc), which --accept-gap has to take on.';
}

/** A change of what an endpoint points to, as what it would lose. */
export function refusalOf(loss: LossRefusal): Refusal {
  if (loss.change.effect !== 'repointed') return { kind: 'replacement-refused', ...loss };
  return { kind: loss.change.properties.includes(STREAM_IDENTITY) ? 'another-stream' : 'another-source', ...loss };
}
