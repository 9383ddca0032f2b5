import { listSettings } from '@drayage/config';

const WIDTH = 100;
const INDENT = '      ';

/** What `--help` prints: every flag with its variable, default and meaning. */
export function helpText(): string {
  const settings = listSettings().map(({ flag, variable, default: value, description }) => {
    const shown = value === undefined ? '' : `, default ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    return `  --${flag} (${variable}${shown})\n${wrap(description.replaceAll('`', ''))}`;
  });
  return `drayage-sink: reads AWS DMS change records from Amazon Kinesis and writes them to CrateDB.

Usage: drayage-sink [--config FILE] [--FLAG VALUE …]

Examples:
  SINK_URL='crate://user:password@host/doc?ssl=true' KINESIS_STREAM=dms-orders drayage-sink
  drayage-sink --config drayage.config.yaml --port 9000

  --config FILE (DRAYAGE_CONFIG)
${wrap('Configuration file; default: drayage.config.yaml or .json in the working directory.')}
  --help, -h
  --version, -v

A flag comes before its variable, a variable before the file.

${settings.join('\n')}

Exit codes: 0 stopped by a signal · 1 halted, or stopped before everything was released · 2 wrong or missing configuration
`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = INDENT;
  for (const word of text.split(' ')) {
    if (line.length + word.length > WIDTH && line !== INDENT) {
      lines.push(line.trimEnd());
      line = INDENT;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()].join('\n');
}
