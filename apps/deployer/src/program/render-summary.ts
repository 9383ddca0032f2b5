import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

const SHOWN: readonly (readonly [output: string, title: string])[] = [
  ['PasswordCommand', 'Password of the source'],
  ['TunnelCommand', 'Tunnel to the source'],
  ['ConnectCommand', 'Connect to the source'],
  ['DatabaseArn', 'Source database'],
  ['StreamArn', 'Stream'],
  ['ReplicationArn', 'Replication'],
  ['SinkArn', 'Sink'],
  ['DashboardUrl', 'Dashboard'],
];

/** What a person sees at the end, and what they do next. */
export function renderSummary(
  spec: Pick<PipelineSpec, 'name' | 'config'>,
  outputs: Readonly<Record<string, string>>,
  running: boolean,
): string {
  const rows = SHOWN.flatMap(([name, title]) => (outputs[name] === undefined ? [] : [[title, outputs[name]] as const]));
  const width = Math.max(...rows.map(([title]) => title.length), 0);
  const names = namesForDray(spec, outputs);
  return [
    ...rows.map(([title, value]) => `${title.padEnd(width)}  ${value}`),
    ...(names.length === 0 ? [] : ['', 'So that dray finds it, in the configuration:', 'aws:', ...names]),
    '',
    running
      ? 'The replication runs. See it load: dray tables --watch'
      : `Nothing runs yet. Next: ${outputs['NextCommand'] ?? 'dray deploy'}`,
    '',
  ].join('\n');
}

/**
 * The section `aws`, as far as there are outputs for it. The log group of a function is named too: CloudFormation chose its
 * name, and it is not the one that Lambda would take.
 */
function namesForDray(
  { config, name }: Pick<PipelineSpec, 'name' | 'config'>,
  { ReplicationArn: replication, SinkArn: sink, SinkLogGroup: logGroup }: Readonly<Record<string, string>>,
): readonly string[] {
  const [sinkKey, logKey] = config.sink.kind === 'lambda' ? ['function', 'lambda'] : ['service', 'sink'];
  return [
    ...(replication === undefined ? [] : [`  replication: ${replication}`]),
    ...(sink === undefined ? [] : [`  ${sinkKey}: ${sink}`, `  stack: ${name}-sink`]),
    ...(logGroup === undefined ? [] : ['  logGroups:', `    ${logKey}: ${logGroup}`]),
  ];
}
