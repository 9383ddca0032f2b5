import type { DeployedStack, ReplicationActivity } from '../deploy/ports.js';
import type { Deployed } from '../deploy/read-deployed.js';
import type { Template } from '../deploy/template-changes.js';

export const TASK_ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEFGHIJKLMNOPQRST';

/** A task with these settings, as the template of a replication's stack. */
export function taskTemplate(settings: string, type = 'full-load-and-cdc'): Template {
  return {
    Resources: {
      Task: {
        Type: 'AWS::DMS::ReplicationTask',
        Properties: { MigrationType: type, ReplicationTaskSettings: settings },
      },
    },
  };
}

/** What of a replication or of the account differs from one that runs, in stacks that are whole. */
export interface DeployedDetails extends Partial<ReplicationActivity> {
  readonly endpointComplete?: boolean;
  /** Statuses of stacks by the last part of their names. */
  readonly stacks?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Stacks of pipeline `shop` that are there, each with its template, and its replication. */
export function deployed(templates: Readonly<Record<string, Template>>, details?: DeployedDetails): Deployed {
  const { endpointComplete = true, stacks: statuses = {}, outputs = {}, ...activity } = details ?? {};
  const stacks = Object.entries(templates).map(([part, template]): readonly [string, DeployedStack] => [
    part === 'CDKToolkit' ? part : `shop-${part}`,
    { status: statuses[part] ?? 'CREATE_COMPLETE', outputs: outputs[part] ?? {}, template },
  ]);
  const running: ReplicationActivity = {
    state: 'running',
    status: activity.state ?? 'running',
    stopReason: undefined,
    everStarted: true,
    migrationType: 'full-load-and-cdc',
    stoppedForDeployment: false,
  };
  return {
    stacks: new Map(stacks),
    replication:
      details === undefined ? undefined : { arn: TASK_ARN, activity: { ...running, ...activity }, endpointComplete },
  };
}

/** The same of templates by the names of their stacks, such as the program makes them. */
export function deployedAs(templates: ReadonlyMap<string, Template>, details: DeployedDetails = {}): Deployed {
  const parts = [...templates].map(([name, template]) => [name.replace(/^shop-/u, ''), template] as const);
  return deployed(Object.fromEntries(parts), details);
}
