/** A CloudFormation template, as far as it is compared. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** What an update would do to one resource. */
export interface ResourceChange {
  readonly id: string;
  readonly type: string;
  /** `replaced`: CloudFormation would delete it and make another. `removed`: it is no longer in the template. */
  readonly effect: 'added' | 'changed' | 'replaced' | 'removed';
  /** The properties that differ; of a replacement, those that cannot be changed. */
  readonly properties: readonly string[];
}

/**
 * Properties that CloudFormation cannot change, of the resources that hold data or a place in a stream of changes: of its
 * resource schemas.
 */
const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  'AWS::DMS::ReplicationConfig': ['ResourceIdentifier'],
  'AWS::DMS::ReplicationInstance': [
    'KmsKeyId',
    'PubliclyAccessible',
    'ReplicationSubnetGroupIdentifier',
    'ResourceIdentifier',
  ],
  'AWS::DMS::ReplicationTask': [
    'MigrationType',
    'ReplicationInstanceArn',
    'ResourceIdentifier',
    'SourceEndpointArn',
    'TargetEndpointArn',
  ],
  'AWS::Kinesis::Stream': ['Name'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'StartingPosition'],
  'AWS::RDS::DBInstance': [
    'DBInstanceIdentifier',
    'DBName',
    'DBSubnetGroupName',
    'Engine',
    'KmsKeyId',
    'MasterUsername',
    'StorageEncrypted',
  ],
  'AWS::SecretsManager::Secret': ['Name'],
};

/** What an update from one template to the other does, resource by resource; tags do not count. */
export function templateChanges(before: Template, after: Template): readonly ResourceChange[] {
  const [old, next] = [before.Resources ?? {}, after.Resources ?? {}];
  const removed = Object.entries(old)
    .filter(([id, { Type }]) => next[id]?.Type !== Type)
    .map(([id, { Type }]): ResourceChange => ({ id, type: Type, effect: 'removed', properties: [] }));
  const others = Object.entries(next).flatMap(([id, { Type, Properties = {} }]): ResourceChange[] => {
    const known = old[id]?.Type === Type ? (old[id].Properties ?? {}) : undefined;
    if (known === undefined) return [{ id, type: Type, effect: 'added', properties: [] }];
    const properties = differing(known, Properties);
    if (properties.length === 0) return [];
    const fixed = properties.filter((name) => CREATE_ONLY[Type]?.includes(name) === true);
    return [
      {
        id,
        type: Type,
        effect: fixed.length > 0 ? 'replaced' : 'changed',
        properties: fixed.length > 0 ? fixed : properties,
      },
    ];
  });
  return [...removed, ...others];
}

/** Replaced or removed resources that hold data, or a place in the changes: nothing that may happen by the way. */
export function lossyChanges(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.filter(({ type, effect }) => type in CREATE_ONLY && (effect === 'replaced' || effect === 'removed'));
}

/** AWS DMS changes settings, mappings and endpoints of a replication only while it does not run. */
export function needsStop(changes: readonly ResourceChange[]): boolean {
  return changes.some(({ type, effect }) => type.startsWith('AWS::DMS::') && effect !== 'added');
}

function differing(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => name !== 'Tags' && canonical(left[name]) !== canonical(right[name]))
    .sort();
}

/** Text that is equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === undefined) return 'absent';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, child]) => `${JSON.stringify(name)}:${canonical(child)}`).join()}}`;
}
