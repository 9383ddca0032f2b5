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

/** Stacks of pipeline `shop` that are there, each with its template, and its replication. */
export function deployed(
  templates: Readonly<Record<string, Template>>,
  activity?: Partial<ReplicationActivity>,
): Deployed {
  const stacks = Object.entries(templates).map(([part, template]): readonly [string, DeployedStack] => [
    part === 'CDKToolkit' ? part : `shop-${part}`,
    { status: 'CREATE_COMPLETE', outputs: {}, template },
  ]);
  return {
    stacks: new Map(stacks),
    replication:
      activity === undefined
        ? undefined
        : { arn: TASK_ARN, activity: { state: 'running', everStarted: true, loadOnly: false, ...activity } },
  };
}
