import type { ValueSource } from '../problems/config-problem.js';
import type { IssueDescription } from '../problems/describe-issue.js';
import { checkAlarms } from './check-alarms.js';
import { checkArns } from './check-arns.js';
import { checkDemo } from './check-demo.js';
import { checkLetters } from './check-letters.js';
import { checkEndpoints } from './check-endpoints.js';
import { unknownEngineVersion } from './check-instance.js';
import { checkKeys } from './check-keys.js';
import { checkName } from './check-name.js';
import { checkNetwork } from './check-network.js';
import { checkRepeated } from './check-repeated.js';
import { checkReplication } from './check-replication.js';
import { checkSecrets } from './check-secrets.js';
import { checkSink } from './check-sink.js';
import { checkSource } from './check-source.js';
import { checkStream } from './check-stream.js';
import { checkTags } from './check-tags.js';
import { checkTaskSettings } from './check-task-settings.js';
import { checkUnread } from './check-unread.js';
import { checkWatching } from './check-watching.js';
import { type DeploymentValues, engineOf, readDeploymentValues } from './deployment-values.js';

type ValueAt = (path: readonly PropertyKey[]) => unknown;

const CHECKS: readonly ((values: DeploymentValues) => readonly IssueDescription[])[] = [
  checkSource,
  checkDemo,
  checkSecrets,
  checkRepeated,
  checkReplication,
  checkTaskSettings,
  checkStream,
  checkSink,
  checkLetters,
  checkUnread,
  checkNetwork,
  checkEndpoints,
  checkKeys,
  checkName,
  checkAlarms,
  checkArns,
  checkTags,
  checkWatching,
];

/**
 * The rules of a deployment that no single key can keep, and those that AWS would tell only in the middle of one: each
 * mistake with its key and its remedy.
 */
export function checkDeployment(
  valueAt: ValueAt,
  sourceOf: (path: readonly PropertyKey[]) => ValueSource | undefined,
): readonly IssueDescription[] {
  const values = readDeploymentValues(valueAt, sourceOf);
  return CHECKS.flatMap((check) => check(values));
}

/** What is allowed, and worth a second look. */
export function deploymentWarnings(valueAt: ValueAt): readonly string[] {
  const values = readDeploymentValues(valueAt);
  const open = values.text('demo.public');
  return [
    ...(open === undefined || values.text('source.mode') !== 'demo'
      ? []
      : [
          `demo.public: the database can be reached from the internet by ${open}. Its password is all that protects it from there.`,
        ]),
    ...unknownEngineVersion(values),
    ...unencryptedSource(values),
    ...forgetfulSink(values),
  ];
}

/** Encrypted is what nobody chose otherwise: PostgreSQL always, a demonstration by the authority of RDS. */
function unencryptedSource(values: DeploymentValues): readonly string[] {
  if (values.text('replication.sslMode') !== 'none') return [];
  const isDefault = values.text('source.mode') === 'demo' || engineOf(values) === 'postgresql';
  const remedy = isDefault
    ? 'To encrypt, leave it out.'
    : 'To encrypt, import the certificate of the source’s authority into AWS DMS, and set replication.certificateArn and sslMode: verify-full.';
  return [`replication.sslMode: AWS DMS reads the source without encryption, inside the VPC. ${remedy}`];
}

/** What a sink that is there for long reads less of, or knows less of, than anybody expects. */
function forgetfulSink(values: DeploymentValues): readonly string[] {
  return [
    ...(values.text('kinesis.start') === 'latest'
      ? [
          'kinesis.start: latest leaves out what is in the stream before the sink reads it for the first time, and with sink.kind: fargate before every start that finds no checkpoint. A load that has begun is then not whole.',
        ]
      : []),
    ...(values.text('kinesis.checkpoints') === 'memory'
      ? [
          'kinesis.checkpoints: positions in memory are forgotten with the process: what was lost in between is not noticed. Take target.',
        ]
      : []),
  ];
}
