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
  { config }: PipelineSpec,
  outputs: Readonly<Record<string, string>>,
  running: boolean,
): string {
  const rows = SHOWN.flatMap(([name, title]) => (outputs[name] === undefined ? [] : [[title, outputs[name]] as const]));
  const width = Math.max(...rows.map(([title]) => title.length), 0);
  const names = [
    ...(outputs['ReplicationArn'] === undefined ? [] : [`  replication: ${outputs['ReplicationArn']}`]),
    ...(config.sink.kind === 'lambda' && outputs['SinkArn'] !== undefined ? [`  function: ${outputs['SinkArn']}`] : []),
  ];
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
