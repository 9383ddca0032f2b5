import { expect, it } from 'vitest';
import { known } from '../facts/read.js';
import { namedRole } from '../testing/right-facts.js';
import { roleRules } from './role-rules.js';

const found = (...given: Parameters<typeof namedRole>) => roleRules(known([namedRole(...given)]));

it('trusts the service of the region alone with the secret, and the general one with everything else', () => {
  const secret = {
    name: 'arn:aws:iam::1:role/path/secret',
    purpose: 'secret',
    policies: [],
    region: 'eu-central-1',
  } as const;
  expect(found({ ...secret, trusts: ['dms.eu-central-1.amazonaws.com'] })).toEqual([]);
  expect(found({ ...secret, trusts: ['dms.us-east-1.amazonaws.com', 'dms.amazonaws.com'] })[0]?.remedy).toBe(
    `It replaces who may take the role, so add others that shall: aws iam update-assume-role-policy --role-name secret --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.eu-central-1.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`,
  );
  // Without an endpoint nothing tells the region.
  expect(found({ name: 's', purpose: 'secret', policies: [], trusts: ['dms.us-east-1.amazonaws.com'] })).toEqual([]);
  expect(found({ name: 'stream', purpose: 'stream', policies: [], region: 'eu-central-1' })).toEqual([]);
});

it.each(['dms.cn-north-1.amazonaws.com', 'dms.cn-north-1.amazonaws.com.cn'])(
  'knows the service of China as %s',
  (service) => {
    expect(found({ purpose: 'secret', policies: [], region: 'cn-north-1', trusts: [service] })).toEqual([]);
  },
);

it('allows what is missing in a policy of a name that the role does not have yet', () => {
  const missing = {
    name: 'stream',
    purpose: 'stream',
    missingActions: ['kinesis:PutRecords'],
    resource: 'arn:aws:kinesis:::s',
  } as const;
  expect(found({ ...missing, policies: ['access', 'drayage-stream'] })).toEqual([
    expect.objectContaining({
      what: 'stream may not kinesis:PutRecords on arn:aws:kinesis:::s.',
      remedy: `aws iam put-role-policy --role-name stream --policy-name drayage-stream-2 --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:PutRecords"],"Resource":"arn:aws:kinesis:::s"}]}'`,
    }),
  ]);
});

it('finds nothing where no key is one’s own, or the role may use it', () => {
  const stream = { name: 'stream', purpose: 'stream', policies: [] } as const;
  expect(found({ ...stream, key: known(undefined) })).toEqual([]);
  expect(found({ ...stream, key: known({ id: 'arn:aws:kms:::key/k', missingActions: [] }) })).toEqual([]);
});
