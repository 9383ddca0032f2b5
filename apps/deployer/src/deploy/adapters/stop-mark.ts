import { type AwsClients, readReplicationTags, tagReplication, untagReplication } from '@drayage/aws-ops';

/** That a deployment stopped a replication, kept where a later one finds it. */
export interface StopMark {
  /** When it was stopped; `undefined`: it was not. */
  read(arn: string): Promise<Date | undefined>;
  set(arn: string, at: Date): Promise<void>;
  clear(arn: string): Promise<void>;
}

const KEY = 'drayage:stopped-for-deploy';

/** In a tag of the replication, with the time as its value. */
export function stopMark(clients: Pick<AwsClients, 'dms'>): StopMark {
  return {
    read: async (arn) => {
      const at = new Date((await readReplicationTags(clients, arn))[KEY] ?? '');
      return Number.isNaN(at.getTime()) ? undefined : at;
    },
    set: (arn, at) => tagReplication(clients, arn, KEY, at.toISOString()),
    clear: (arn) => untagReplication(clients, arn, KEY),
  };
}
