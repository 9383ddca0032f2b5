import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { alarmRules, type ObservedPipeline } from './alarm-rules.js';
import { alarmTopic } from './alarm-topic.js';
import { EventNotices } from './event-notices.js';

/** The part of the page with a line for each alarm, by its title. */
const HANDBOOK_HEADING = 'an-alarm';

/** Everything that somebody should be woken for, each alarm with the page that says what to do. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, observed: ObservedPipeline) {
    super(scope, id);
    const { spec } = observed;
    const topic = alarmTopic(this, spec);
    const handbook = `${spec.config.alarms.handbookUrl}#${HANDBOOK_HEADING}`;
    for (const rule of alarmRules(observed)) {
      const alarm = new Alarm(this, rule.id, {
        alarmDescription: [`${rule.title}.`, rule.note, `What to do: ${handbook}`]
          .filter((part) => part !== undefined)
          .join(' '),
        metric: rule.metric,
        threshold: rule.threshold,
        comparisonOperator: rule.comparison,
        evaluationPeriods: rule.periods,
        treatMissingData: rule.missing,
      });
      if (topic === undefined) continue;
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    if (topic !== undefined) new EventNotices(this, 'Notices', { observed, topic, handbook });
  }
}
