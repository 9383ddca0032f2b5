import type { IssueDescription } from '../problems/describe-issue.js';
import { checkCommon } from './check-common.js';
import { checkEndpoints } from './check-endpoints.js';
import { checkKeys } from './check-keys.js';
import { checkNetwork } from './check-network.js';
import { checkReplication } from './check-replication.js';
import { checkSink } from './check-sink.js';
import { checkSource, sourceEngine } from './check-source.js';
import { checkStream } from './check-stream.js';
import { checkTaskSettings, lossyPolicies } from './check-task-settings.js';
import { checkWatching } from './check-watching.js';
import { type DeploymentValues, readDeploymentValues } from './deployment-values.js';

type ValueAt = (path: readonly PropertyKey[]) => unknown;

const CHECKS: readonly ((values: DeploymentValues) => readonly IssueDescription[])[] = [
  checkSource,
  checkReplication,
  checkTaskSettings,
  checkStream,
  checkSink,
  checkNetwork,
  checkEndpoints,
  checkKeys,
  checkCommon,
  checkWatching,
];

/**
 * The rules of a deployment that no single key can keep, and those that AWS would tell only in the middle of one: each
 * mistake with its key and its remedy.
 */
export function checkDeployment(valueAt: ValueAt): readonly IssueDescription[] {
  const values = readDeploymentValues(valueAt);
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
    ...unencryptedSource(values),
    ...lossyPolicies(values),
  ];
}

/** PostgreSQL is always encrypted; the other engines only where there is something to verify with. */
function unencryptedSource(values: DeploymentValues): readonly string[] {
  const engine = sourceEngine(values);
  const mode = values.text('replication.sslMode') ?? (engine === 'postgresql' ? 'require' : 'none');
  return mode === 'none'
    ? [
        'replication.sslMode: AWS DMS reads the source without encryption, inside the VPC. To encrypt, import the certificate of the source’s authority into AWS DMS, and set replication.certificateArn and sslMode: verify-full.',
      ]
    : [];
}
