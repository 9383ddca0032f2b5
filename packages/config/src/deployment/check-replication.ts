import type { IssueDescription } from '../problems/describe-issue.js';
import { CAPACITY_UNITS } from '../schema/replication-section.js';
import { checkInstance } from './check-instance.js';
import { checkStart } from './check-start.js';
import { type DeploymentValues, engineOf } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

const OF_CLASSIC = ['instanceClass', 'engineVersion', 'storageGiB', 'cdcStartPosition'].map(
  (key) => `replication.${key}`,
);
const OF_SERVERLESS = ['minCapacityUnits', 'maxCapacityUnits'].map((key) => `replication.${key}`);
/** What JSON escaping and the envelope may add to a long value. */
const LOB_SHARE_OF_RECORD = 0.7;

/** How AWS DMS reads: what its API would refuse, or CloudFormation take and AWS DMS then not start. */
export function checkReplication(values: DeploymentValues): readonly IssueDescription[] {
  const serverless = values.text('replication.kind') !== 'classic';
  return [
    ...(serverless
      ? checkCapacity(values)
      : withoutEffect(values.isSet, OF_SERVERLESS, 'with replication.kind: classic')),
    ...(serverless
      ? withoutEffect(values.isSet, OF_CLASSIC, 'with replication.kind: serverless')
      : [...checkInstance(values), ...checkStart(values)]),
    ...checkEncryption(values),
    ...checkEngineKeys(values),
    ...checkLobs(values),
  ];
}

function checkCapacity(values: DeploymentValues): readonly IssueDescription[] {
  const [least, most] = ['minCapacityUnits', 'maxCapacityUnits'].map((key) => values.number(`replication.${key}`));
  const steps: readonly number[] = CAPACITY_UNITS;
  const offSteps = (['minCapacityUnits', 'maxCapacityUnits'] as const).flatMap((key) => {
    const units = values.number(`replication.${key}`);
    if (units === undefined || steps.includes(units) || units < 1 || units > 384) return [];
    const next = steps.find((step) => step > units);
    return [
      issue(
        `replication.${key}`,
        `${units} is no step of AWS DMS Serverless.`,
        `Take ${next ?? 384}: there are ${CAPACITY_UNITS.join(', ')}.`,
      ),
    ];
  });
  const crossed =
    least !== undefined && most !== undefined && least > most
      ? [
          issue(
            'replication.minCapacityUnits',
            'It is above replication.maxCapacityUnits.',
            'Lower it, or raise the other.',
          ),
        ]
      : [];
  return [...offSteps, ...crossed];
}

function checkEncryption(values: DeploymentValues): readonly IssueDescription[] {
  const mode = values.text('replication.sslMode');
  const engine = engineOf(values);
  const verifying = mode === 'verify-ca' || mode === 'verify-full';
  // Its server is of RDS, whose authorities the deployer knows.
  const demo = values.text('source.mode') === 'demo';
  return [
    ...(mode === 'require' && engine !== undefined && engine !== 'postgresql'
      ? [
          issue(
            'replication.sslMode',
            `AWS DMS knows no mode require for ${engine}.`,
            'Take verify-ca or verify-full with replication.certificateArn, or none.',
          ),
        ]
      : []),
    ...(mode === undefined && !demo && engine !== undefined && engine !== 'postgresql'
      ? [
          issue(
            'replication.sslMode',
            `This is missing: AWS DMS encrypts a connection to ${engine} only where it can verify the server.`,
            'Set it to verify-full, with replication.certificateArn; or to none, for a connection in plain text.',
          ),
        ]
      : []),
    ...(verifying && !demo && !values.isSet('replication.certificateArn')
      ? [
          issue(
            'replication.certificateArn',
            `This is missing: ${mode} needs something to verify with.`,
            'Import the certificate of the source’s authority into AWS DMS, and set its ARN.',
          ),
        ]
      : []),
    ...(verifying || (demo && mode === undefined && engine !== 'postgresql')
      ? []
      : withoutEffect(values.isSet, ['replication.certificateArn'], 'without verify-ca or verify-full')),
  ];
}

function checkEngineKeys(values: DeploymentValues): readonly IssueDescription[] {
  switch (engineOf(values)) {
    case 'postgresql':
      return withoutEffect(values.isSet, ['replication.serverTimezone'], 'for PostgreSQL');
    case undefined:
      return [];
    default:
      return [
        ...withoutEffect(values.isSet, ['replication.plugin', 'replication.slotName'], 'for MySQL and MariaDB'),
        ...checkTimeZone(values),
      ];
  }
}

function checkTimeZone(values: DeploymentValues): readonly IssueDescription[] {
  const zone = values.text('replication.serverTimezone');
  return zone === undefined || isTimeZone(zone)
    ? []
    : [
        issue(
          'replication.serverTimezone',
          'There is no time zone of this name.',
          'Write it as UTC, Europe/Vienna, or Etc/GMT-2 for a server that is always two hours ahead of UTC.',
        ),
      ];
}

/** By its name, which is all that AWS DMS takes: an offset is none. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkLobs(values: DeploymentValues): readonly IssueDescription[] {
  const [lob, record] = [values.number('replication.lobMaxKiB'), values.number('stream.maxRecordKiB')];
  const most = Math.floor((record ?? Infinity) * LOB_SHARE_OF_RECORD);
  return lob !== undefined && lob > most
    ? [
        issue(
          'replication.lobMaxKiB',
          `A value of ${lob} KiB, escaped and with its message around it, does not fit into a record of ${String(record)} KiB.`,
          `Take at most ${most}.`,
        ),
      ]
    : [];
}
