import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, PeriodOverride, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { ObservedPipeline } from './alarm-rules.js';
import { consoleHost } from './console-host.js';

const WIDTH = 12;

/** One picture of the pipeline, in the order in which a change travels: source, AWS DMS, stream, sink. */
export class PipelineDashboard extends Construct {
  constructor(scope: Construct, id: string, { spec, stream, replication, sink }: ObservedPipeline) {
    super(scope, id);
    const name = `${spec.name}-pipeline`;
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: name, periodOverride: PeriodOverride.AUTO });
    const minute = Duration.minutes(1);
    const { handbookUrl } = spec.config.alarms;
    dashboard.addWidgets(
      new TextWidget({
        width: 2 * WIDTH,
        height: 2,
        markdown: `# ${spec.config.pipeline}\n[Handbook](${handbookUrl}) · \`dray status\` · \`dray doctor\``,
      }),
    );
    const graphs: readonly (readonly [title: string, metrics: readonly (IMetric | undefined)[]])[] = [
      [
        'AWS DMS behind the source, the stream behind AWS DMS (seconds)',
        [replication.search('CDCLatencySource', 'Maximum'), replication.search('CDCLatencyTarget', 'Maximum')],
      ],
      [
        'AWS DMS: changes and rows',
        [
          replication.search('CDCIncomingChanges', 'Average'),
          replication.search('CDCThroughputRowsTarget', 'Average'),
          replication.search('FullLoadThroughputRowsTarget', 'Average'),
        ],
      ],
      [
        'The sink behind the stream (milliseconds)',
        [stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'Maximum', period: minute })],
      ],
      [
        'Freshness of the target: age of what was written last (seconds)',
        [sink.metric('drayage_shard_lag_seconds', 'Maximum')],
      ],
      [
        'Records in the stream',
        [
          stream.metricIncomingRecords({ statistic: 'Sum', period: minute }),
          stream.metricGetRecords({ statistic: 'Sum', period: minute }),
        ],
      ],
      [
        'Throttled writes and reads',
        [
          stream.metric('WriteProvisionedThroughputExceeded', { statistic: 'Sum', period: minute }),
          stream.metric('ReadProvisionedThroughputExceeded', { statistic: 'Sum', period: minute }),
        ],
      ],
      [
        'Rows written and deleted',
        [sink.metric('drayage_rows_upserted_total', 'Sum'), sink.metric('drayage_rows_deleted_total', 'Sum')],
      ],
      [
        'Dead letters, what was tried again, and what was handed back',
        [
          sink.metric('drayage_dead_letters_total', 'Sum'),
          sink.metric('drayage_retries_total', 'Sum'),
          sink.metric('drayage_records_handed_back_total', 'Sum'),
        ],
      ],
      ['Tables that are not whole', [sink.metric('drayage_tables_incomplete', 'Maximum')]],
      ['The sink’s platform', sink.failures.map(({ metric }) => metric)],
    ];
    for (const [title, metrics] of graphs) {
      const left = metrics.filter((metric) => metric !== undefined);
      if (left.length > 0) dashboard.addWidgets(new GraphWidget({ title, left, width: WIDTH, height: 6 }));
    }
    const address = `https://${consoleHost(this)}/cloudwatch/home#dashboards:name=${name}`;
    new CfnOutput(this, 'DashboardUrl', { value: address }).overrideLogicalId('DashboardUrl');
  }
}
