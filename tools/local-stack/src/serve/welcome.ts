export interface DemoWelcome {
  readonly page: string;
  readonly databaseUrl: string;
  readonly changesPerSecond: number;
  readonly stream: string;
}

/** What a newcomer reads when the demo runs. */
export function demoWelcome({ page, databaseUrl, changesPerSecond, stream }: DemoWelcome): string {
  return `
  Drayage carries a demo shop into an embedded database.

    Live page   ${page}
    Target      psql ${databaseUrl}
                npm run -s query -- "select status, count(*) from shop.orders group by status"
    Source      about ${changesPerSecond} changes a second, through the embedded stream ${stream}

  With a stream and a CrateDB of your own:

    KINESIS_STREAM=<name or ARN> AWS_REGION=<region> \\
    SINK_URL='crate://user:password@host:4200/?ssl=true' npx nx serve sink

  Everything is in memory and goes away with Ctrl-C. The sink starts again when code changes.
`;
}

/** What is said when a configured sink runs. */
export function configuredWelcome({ page, by }: { readonly page: string; readonly by: string }): string {
  return `
  Drayage runs on your configuration (${by}).

    Live page   ${page}

  Ctrl-C ends it. The sink starts again when code changes; \`npx nx serve sink --demo\` runs the embedded demo instead.
`;
}
