import type { Comparison } from './compare-stacks.js';
import type { Assurances } from './find-losses.js';
import type { Refusal } from './refusal.js';
import type { Template, TemplateResource } from './template-changes.js';

/**
 * Changes of a stream that stays, which CloudFormation takes for harmless. Pure. What is older than a shorter retention is gone at
 * once, read or not. And of shards Kinesis makes twice as many at most at a time, or half as many (`UpdateShardCount`): other
 * numbers fail in the middle of a deployment.
 */
export function changeOfStream(
  { chosen, before, after, changes }: Comparison,
  { drained }: Pick<Assurances, 'drained'>,
): readonly Refusal[] {
  return chosen.flatMap(({ stackName }) => {
    const [old, next] = [streamsOf(before.get(stackName)), streamsOf(after.get(stackName))];
    return (changes.get(stackName) ?? []).flatMap(({ id, effect }): readonly Refusal[] => {
      const [was, is] = [old.get(id), next.get(id)];
      if (effect !== 'changed' || was === undefined || is === undefined) return [];
      return [...(drained ? [] : shortened(stackName, was, is)), ...resharded(stackName, was, is)];
    });
  });
}

function shortened(stackName: string, old: TemplateResource, next: TemplateResource): readonly Refusal[] {
  const [was, hours] = [numberOf(old, 'RetentionPeriodHours'), numberOf(next, 'RetentionPeriodHours')];
  return was !== undefined && hours !== undefined && hours < was
    ? [{ kind: 'stream-shortened', stackName, hours, was }]
    : [];
}

function resharded(stackName: string, old: TemplateResource, next: TemplateResource): readonly Refusal[] {
  const [was, shards] = [numberOf(old, 'ShardCount'), numberOf(next, 'ShardCount')];
  if (was === undefined || shards === undefined) return [];
  const step = Math.min(Math.max(shards, Math.ceil(was / 2)), was * 2);
  return step === shards ? [] : [{ kind: 'stream-resharded', stackName, shards, was, step }];
}

function streamsOf(template: Template | undefined): ReadonlyMap<string, TemplateResource> {
  const all = Object.entries(template?.Resources ?? {});
  return new Map(all.filter(([, { Type }]) => Type === 'AWS::Kinesis::Stream'));
}

function numberOf({ Properties = {} }: TemplateResource, name: string): number | undefined {
  const value = Properties[name];
  return typeof value === 'number' ? value : undefined;
}
