import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { RETENTION_HOURS } from '../settings/recommended-settings.js';

/** What the stream cannot keep, and who may read it. */
export function streamRules({ stream: read, targetEndpoint }: SettingsFacts): readonly Finding[] {
  const stream = valueOf(read);
  if (stream === undefined) return [];
  const findings: Finding[] = [];
  if (stream.status !== '' && stream.status !== 'ACTIVE' && stream.status !== 'UPDATING') {
    findings.push({
      id: 'stream-not-active',
      severity: 'error',
      area: 'stream',
      subject: stream.arn,
      what: `The stream is ${stream.status}.`,
      whyItMatters: 'Nothing can be written to it.',
      remedy:
        'Wait until it is ACTIVE, or make it anew; a stream that is made anew is a gap, and every table has to be loaded again.',
    });
  }
  if (stream.retentionHours < RETENTION_HOURS) {
    findings.push({
      id: 'stream-retention',
      severity: stream.retentionHours <= 24 ? 'error' : 'warning',
      area: 'stream',
      subject: 'RetentionPeriodHours',
      what: `The stream keeps records for ${stream.retentionHours} hours.`,
      whyItMatters: `A sink that stands still for longer loses what it has not read; then every table has to be loaded again.`,
      remedy: `aws kinesis increase-stream-retention-period --stream-arn ${stream.arn} --retention-period-hours ${RETENTION_HOURS}`,
      fix: { kind: 'stream-retention', hours: RETENTION_HOURS },
    });
  }
  if (!stream.encrypted) {
    findings.push({
      id: 'stream-not-encrypted',
      severity: 'warning',
      area: 'stream',
      subject: 'EncryptionType',
      what: 'The stream is not encrypted.',
      whyItMatters: 'Rows of the source lie in it in clear for as long as it keeps them.',
      remedy: `aws kinesis start-stream-encryption --stream-arn ${stream.arn} --encryption-type KMS --key-id alias/aws/kinesis`,
      fix: { kind: 'stream-encryption' },
    });
  }
  return [...findings, ...elsewhere(stream.arn, valueOf(targetEndpoint))];
}

function elsewhere(
  streamArn: string,
  endpoint: { readonly arn: string; readonly settings: Readonly<Record<string, unknown>> } | undefined,
): readonly Finding[] {
  if (endpoint === undefined) return [];
  const written = endpoint.settings['StreamArn'];
  if (typeof written === 'string' && written !== streamArn) {
    return [
      {
        id: 'stream-differs',
        severity: 'error',
        area: 'target-endpoint',
        subject: 'StreamArn',
        what: `AWS DMS writes to ${written}, and the sink reads ${streamArn}.`,
        whyItMatters: 'Nothing arrives at the sink.',
        remedy: 'Correct StreamArn of the endpoint, or kinesis.stream of the configuration.',
      },
    ];
  }
  const [, , , region, account] = streamArn.split(':');
  const [, , , endpointRegion, endpointAccount] = endpoint.arn.split(':');
  // An endpoint that is still a template has no account.
  if (
    endpointAccount === undefined ||
    endpointAccount === '' ||
    account === undefined ||
    account === '' ||
    (region === endpointRegion && account === endpointAccount)
  )
    return [];
  return [
    {
      id: 'stream-elsewhere',
      severity: 'error',
      area: 'stream',
      subject: streamArn,
      what: `The stream is in ${account}/${region ?? ''}, AWS DMS in ${endpointAccount}/${endpointRegion ?? ''}.`,
      whyItMatters: 'AWS DMS writes only to a stream of its own account and region.',
      remedy: 'Make the stream where the replication runs.',
    },
  ];
}
