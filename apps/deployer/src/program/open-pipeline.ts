import { AwsOpsError, holdsObjects, roleExists } from '@drayage/aws-ops';
import { openSource } from '@drayage/source-database';
import { ACCOUNT_ROLE_NAMES } from '../constructs/account-roles.js';
import type { DeployPorts } from '../deploy/ports.js';
import type { Waiting } from '../deploy/waiting.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { AwsFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { openAws, type Place } from './open-aws.js';
import { openPorts } from './open-ports.js';

/** A pipeline as it is in the account, and what can be done with it. */
export interface OpenedPipeline {
  readonly place: Place;
  readonly ports: DeployPorts;
  /** Rejects where the source cannot be reached from here. */
  readonly reachSource: () => Promise<void>;
  /** Whether a bucket holds something; one that is not there holds nothing. `undefined`: it may not be looked into. */
  readonly isFull: (bucket: string) => Promise<boolean | undefined>;
  /** Which of the two roles that AWS DMS looks for by name are not there; `undefined`: they may not be looked for. */
  readonly missingRoles: () => Promise<readonly string[] | undefined>;
  /** A wait for AWS, whose news are told. */
  readonly beginWait: () => Waiting;
  readonly close: () => void;
}

export interface OpenRequest {
  readonly spec: PipelineSpec;
  readonly flags: Pick<AwsFlags, 'profile' | 'region' | 'endpointUrl'>;
  /** The folder with the synthesized templates. */
  readonly assembly: string;
  readonly method: 'change-set' | 'direct';
  /** The stacks that the folder has. */
  readonly synthesized: ReadonlySet<string>;
  /** How long one wait may last. */
  readonly timeoutMs: number;
}

export type OpenPipeline = (request: OpenRequest, environment: DeployerEnvironment) => Promise<OpenedPipeline>;

/** Opens it: asks AWS who this is, and nothing else. @throws AwsOpsError, UsageError */
export const openPipeline: OpenPipeline = async ({ spec, flags, ...options }, environment) => {
  const aws = await openAws(flags, spec, environment);
  const { ports, reach, beginWait } = openPorts(spec, options, aws, environment);
  return {
    place: aws.place,
    ports,
    reachSource: async () => {
      const { address, close } = await reach();
      try {
        await (await openSource(address)).close();
      } finally {
        await close();
      }
    },
    isFull: async (bucket) => {
      try {
        return await holdsObjects(aws.clients, bucket);
      } catch (error) {
        if (error instanceof AwsOpsError && error.code === 'not-found') return false;
        if (error instanceof AwsOpsError && error.code === 'access-denied') return undefined;
        throw error;
      }
    },
    missingRoles: async () => {
      try {
        const there = await Promise.all(ACCOUNT_ROLE_NAMES.map((name) => roleExists(aws.clients, name)));
        return ACCOUNT_ROLE_NAMES.filter((_, index) => there[index] === false);
      } catch (error) {
        if (error instanceof AwsOpsError && error.code === 'access-denied') return undefined;
        throw error;
      }
    },
    beginWait,
    close: () => aws.clients.destroy(),
  };
};
