import { ListMetricsCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

export interface DimensionsQuery {
  readonly namespace: string;
  readonly name: string;
  /** What a dimension may have as its value; an earlier one counts for more. Case does not matter. */
  readonly values: readonly string[];
  /** Names of dimensions that say nothing here, whatever their value. */
  readonly except: readonly string[];
}

/**
 * The dimensions of the metric that has one of the values in any dimension: DMS documents the names of its dimensions for
 * one kind of replication and not for the other; their values are known. `undefined` where there is none.
 */
export async function findDimensions(
  { cloudWatch }: Pick<AwsClients, 'cloudWatch'>,
  { namespace, name, values, except }: DimensionsQuery,
): Promise<readonly Dimension[] | undefined> {
  const wanted = values.map((value) => value.toLowerCase());
  const rankOf = (dimensions: readonly Dimension[]): number =>
    dimensions
      .filter(({ Name = '' }) => !except.includes(Name))
      .reduce((best, { Value = '' }) => {
        const at = wanted.indexOf(Value.toLowerCase());
        return at === -1 ? best : Math.min(best, at);
      }, wanted.length);
  let best: { readonly rank: number; readonly dimensions: readonly Dimension[] } | undefined;
  let token: string | undefined;
  do {
    const input = { Namespace: namespace, MetricName: name, NextToken: token };
    const answer = await callAws('cloudwatch:ListMetrics', () => cloudWatch.send(new ListMetricsCommand(input)));
    for (const { Dimensions: dimensions = [] } of answer.Metrics ?? []) {
      const rank = rankOf(dimensions);
      if (rank < (best?.rank ?? wanted.length)) best = { rank, dimensions };
    }
    if (best?.rank === 0) break;
    token = answer.NextToken;
  } while (token !== undefined);
  return best?.dimensions;
}
