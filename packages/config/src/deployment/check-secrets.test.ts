import { expect, it } from 'vitest';

import { EXISTING, mistakes } from '../testing/deployments.js';
import { loadOk } from '../testing/load.js';

const SHORT = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source';

it('refuses a secret by an ARN that permissions would not match', async () => {
  const found = await mistakes({ source: { secretArn: SHORT }, target: { urlSecretArn: SHORT } }, EXISTING);
  expect(found).toEqual(
    ['source.secretArn', 'target.urlSecretArn'].map(
      (key) =>
        `${key}: The ARN lacks the dash and the six characters that the ARN of a secret ends with: no permission would match. Take it whole, as aws secretsmanager describe-secret tells it.`,
    ),
  );
});

it('leaves it to a sink, whose permissions are not made of it', async () => {
  const env = { SINK_URL_SECRET_ARN: SHORT, KINESIS_STREAM: 'orders' };
  expect((await loadOk({ env })).config.target.urlSecretArn).toBe(SHORT);
});
