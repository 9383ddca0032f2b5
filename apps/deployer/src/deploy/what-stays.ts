import { HEARTBEAT_SCHEMA } from '@drayage/doctor';
import { CONTAINER_REPOSITORY, IMAGE_DIGEST_PARAMETER, LAMBDA_REPOSITORY } from '../constructs/sink-image.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { CDK_STACK } from '../stacks/stages.js';
import { isTypeRetained, retainedResources } from './deletion-policy.js';
import { type Deployed, madeStack } from './read-deployed.js';

export interface Staying {
  readonly spec: Pick<PipelineSpec, 'name' | 'engine'>;
  readonly deployed: Pick<Deployed, 'stacks'>;
  /** The stacks that go. */
  readonly names: readonly string[];
  readonly networkStays: boolean;
  /** Whether the source goes with them. */
  readonly databaseGoes: boolean;
  readonly keepSourceObjects: boolean;
}

/** Told with the database that they belong to. */
const OF_THE_DATABASE = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::SecretsManager::Secret',
];

/**
 * Everything that outlives a pipeline, with the way back to it or the way to be rid of it: what a stack keeps, by the template
 * that is deployed, and what is in no stack. A deployment would make another of some, or stumble over its name.
 */
export function whatStays(staying: Staying): readonly string[] {
  const { spec, deployed, names, networkStays } = staying;
  return [
    ...names.flatMap((stackName) => keptBy(stackName, staying)),
    ...(networkStays && deployed.stacks.has(`${spec.name}-network`)
      ? [`${spec.name}-network, which the database needs; when that is gone: dray destroy --only network`]
      : []),
    ...atTheSource(staying),
    ...logs(staying),
    ...images(staying),
    'the tables in CrateDB, with everything in them',
    'dms-vpc-role and dms-cloudwatch-logs-role, which the account has one each of',
    `what cdk bootstrap made (stack ${CDK_STACK}), with templates and the function’s code in its bucket: every app of the CDK in this account and region shares it`,
  ];
}

/** What a stack keeps when it is deleted. */
function keptBy(stackName: string, { deployed }: Staying): readonly string[] {
  const stack = madeStack(deployed, stackName);
  if (stack === undefined) return [];
  const kept = retainedResources(stack.template);
  const has = (type: string): boolean => kept.some((resource) => resource.type === type);
  const { StreamArn, DatabaseSecretArn, FailureBucket } = stack.outputs;
  const known = [...OF_THE_DATABASE, 'AWS::Kinesis::Stream', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket'];
  const others = kept.filter(({ type }) => !known.includes(type));
  return [
    ...(has('AWS::Kinesis::Stream')
      ? [
          `the stream (deployment.removal: retain). Its name is taken: before the next dray deploy say stream.existingArn: ${StreamArn ?? 'its ARN'}, or delete it`,
        ]
      : []),
    ...(OF_THE_DATABASE.some(has)
      ? [
          `the database and its secret (deployment.removal: retain). The next dray deploy would make a second one: to read this one, say source.mode: existing and source.secretArn: ${DatabaseSecretArn ?? 'its secret'}`,
        ]
      : []),
    ...(has('AWS::S3::Bucket')
      ? [
          `the bucket ${FailureBucket ?? 'of the function'} for what could not be applied (deployment.removal: retain). The next dray deploy makes another`,
        ]
      : []),
    ...(has('AWS::Logs::LogGroup') ? [`the log groups of ${stackName} (deployment.removal: retain)`] : []),
    ...others.map(({ id, type }) => `${type} ${id} of ${stackName}`),
  ];
}

/** Of a PostgreSQL: AWS DMS leaves something behind at no other source. */
function atTheSource({ spec, names, databaseGoes, keepSourceObjects }: Staying): readonly string[] {
  if (spec.engine !== 'postgresql' || databaseGoes || !names.includes(`${spec.name}-replication`)) return [];
  const table = `${HEARTBEAT_SCHEMA}.awsdms_heartbeat`;
  return [
    ...(keepSourceObjects
      ? [
          'the replication slot and the DDL audit objects at the source (--keep-source-objects): a slot that nobody reads fills its disk',
        ]
      : []),
    `${table} at the source, which AWS DMS wrote its heartbeat to. Where no other replication does: DROP TABLE ${table};`,
  ];
}

/** AWS DMS and Amazon RDS make their groups themselves. */
function logs({ spec, deployed, names }: Staying): readonly string[] {
  const list = (what: string, prefix: string): string =>
    `the logs of ${what}, in groups of its own making that never expire: aws logs describe-log-groups --log-group-name-prefix ${prefix}`;
  const host = deployed.stacks.get(`${spec.name}-database`)?.outputs['DatabaseHost'];
  return [
    ...(names.includes(`${spec.name}-replication`) ? [list('AWS DMS', 'dms-')] : []),
    ...(names.includes(`${spec.name}-database`)
      ? [list('the database', `/aws/rds/instance/${host === undefined ? '' : `${host.split('.', 1)[0] ?? ''}/`}`)]
      : []),
  ];
}

/** An image that `dray deploy` pushed is of the account, whichever pipeline takes it. */
function images({ spec, deployed, names }: Staying): readonly string[] {
  const sink = `${spec.name}-sink`;
  const template = deployed.stacks.get(sink)?.template ?? {};
  if (!names.includes(sink) || !(IMAGE_DIGEST_PARAMETER in (template.Parameters ?? {}))) return [];
  const isFunction = isTypeRetained(template, 'AWS::Lambda::EventSourceMapping') !== undefined;
  const repository = isFunction ? LAMBDA_REPOSITORY : CONTAINER_REPOSITORY;
  return [
    `the repository ${repository} in Amazon ECR with its images, which every pipeline of this account and region shares. Where none is left: aws ecr delete-repository --repository-name ${repository} --force`,
  ];
}
