/** A CloudFormation template, as far as it is compared. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

type Properties = Readonly<Record<string, unknown>>;

export interface TemplateResource {
  readonly Type: string;
  /** What becomes of it when its stack is deleted; `Delete` where nothing is said. */
  readonly DeletionPolicy?: unknown;
  readonly Properties?: Properties;
}

/** What an update would do to one resource. */
export interface ResourceChange {
  readonly id: string;
  readonly type: string;
  /**
   * `replaced`: CloudFormation would delete it and make another. `removed`: it is no longer in the template. `repointed`: it
   * stays, and another source or another stream is behind it.
   */
  readonly effect: 'added' | 'changed' | 'replaced' | 'removed' | 'repointed';
  /** The properties that differ; of a replacement, those that cannot be changed; of a repointed one, paths of those that point. */
  readonly properties: readonly string[];
  /** Of a database whose major version differs: the one that is there. */
  readonly was?: string;
}

/** What another stream is known by; another start of the same one is another property. */
const STREAM_OF_MAPPING = 'EventSourceArn';

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
  // A subnet cannot go from under what runs in it, nor another be made over its addresses.
  'AWS::EC2::Subnet': ['AvailabilityZone', 'CidrBlock', 'VpcId'],
  'AWS::EC2::VPC': ['CidrBlock'],
  'AWS::Kinesis::Stream': ['Name'],
  'AWS::Lambda::EventSourceMapping': [STREAM_OF_MAPPING, 'StartingPosition', 'StartingPositionTimestamp'],
  'AWS::RDS::DBInstance': [
    'DBInstanceIdentifier',
    'DBName',
    'DBSubnetGroupName',
    'Engine',
    'KmsKeyId',
    'MasterUsername',
    'StorageEncrypted',
  ],
  'AWS::RDS::DBSubnetGroup': ['DBSubnetGroupName'],
  'AWS::SecretsManager::Secret': ['Name'],
};

/** Changes that CloudFormation’s schemas have, and that Amazon RDS then refuses. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, (before: Properties, after: Properties) => boolean>>>> =
  {
    'AWS::RDS::DBInstance': {
      // No disk of RDS becomes smaller.
      AllocatedStorage: (before, after) => Number(after['AllocatedStorage']) < Number(before['AllocatedStorage']),
      EngineVersion: (before, after) => majorOf(before) !== undefined && majorOf(before) !== majorOf(after),
    },
    // A subnet that an instance stands in cannot leave its group.
    'AWS::RDS::DBSubnetGroup': { SubnetIds: (before, after) => leaves(before['SubnetIds'], after['SubnetIds']) },
  };

const ENDPOINT = 'AWS::DMS::Endpoint';
/** Where AWS DMS reads. A position in the changes of one server means nothing to another. */
const SOURCE_IDENTITY = [
  'DatabaseName',
  'EngineName',
  'MySqlSettings.SecretsManagerSecretId',
  'PostgreSqlSettings.SecretsManagerSecretId',
];
/** Where AWS DMS writes. What the sink has not read of the old stream would never be read. */
export const STREAM_IDENTITY = 'KinesisSettings.StreamArn';

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
    return properties.length === 0 ? [] : [{ id, type: Type, ...effectOf(Type, known, Properties, properties) }];
  });
  return [...removed, ...others];
}

function effectOf(
  type: string,
  before: Properties,
  after: Properties,
  properties: readonly string[],
): Pick<ResourceChange, 'effect' | 'properties' | 'was'> {
  if (type === ENDPOINT) {
    const paths = [...SOURCE_IDENTITY, STREAM_IDENTITY].filter(
      (path) => canonical(valueAt(before, path)) !== canonical(valueAt(after, path)),
    );
    return paths.length > 0 ? { effect: 'repointed', properties: paths } : { effect: 'changed', properties };
  }
  const fixed = properties.filter(
    (name) => CREATE_ONLY[type]?.includes(name) === true || REFUSED[type]?.[name]?.(before, after) === true,
  );
  if (fixed.length === 0) return { effect: 'changed', properties };
  const was = before['EngineVersion'];
  return {
    effect: 'replaced',
    properties: fixed,
    ...(fixed.includes('EngineVersion') && typeof was === 'string' ? { was } : {}),
  };
}

/** Of PostgreSQL the first number is the major version, of MySQL and MariaDB the first two; `undefined`: it is not said. */
function majorOf({ Engine, EngineVersion }: Properties): string | undefined {
  if (typeof EngineVersion !== 'string') return undefined;
  return EngineVersion.split('.')
    .slice(0, Engine === 'postgres' ? 1 : 2)
    .join('.');
}

function leaves(before: unknown, after: unknown): boolean {
  const known = new Set(Array.isArray(after) ? after.map(canonical) : []);
  return Array.isArray(before) && before.some((value) => !known.has(canonical(value)));
}

/**
 * Whether a replacement comes only where the old one goes first: CloudFormation makes the new one before that. AWS Lambda takes
 * no second mapping of the same stream and function, and Amazon RDS refuses what it is asked to change instead.
 */
export function goesFirst({ type, effect, properties }: ResourceChange): boolean {
  if (effect !== 'replaced') return false;
  if (type === 'AWS::Lambda::EventSourceMapping') return !properties.includes(STREAM_OF_MAPPING);
  return properties.every((name) => REFUSED[type]?.[name] !== undefined);
}

/** Replaced, removed or repointed resources that hold data, or a place in the changes: nothing that may happen by the way. */
export function lossyChanges(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.filter(({ type, effect }) => isKept(type) && effect !== 'added' && effect !== 'changed');
}

/** Whether a stack of this template holds data, or a place in the changes. */
export function holdsData({ Resources = {} }: Template): boolean {
  return Object.values(Resources).some(({ Type }) => isKept(Type));
}

function isKept(type: string): boolean {
  return type in CREATE_ONLY || type === ENDPOINT;
}

/** AWS DMS changes settings, mappings and endpoints of a replication only while it does not run. */
export function needsStop(changes: readonly ResourceChange[]): boolean {
  return changes.some(({ type, effect }) => type.startsWith('AWS::DMS::') && effect !== 'added');
}

function differing(left: Properties, right: Properties): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => name !== 'Tags' && canonical(left[name]) !== canonical(right[name]))
    .sort();
}

function valueAt(properties: Properties, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
      properties,
    );
}

/** Text that is equal for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === undefined) return 'absent';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, child]) => `${JSON.stringify(name)}:${canonical(child)}`).join()}}`;
}
