import type { DmsEndpoint } from '@drayage/aws-ops';
import { known, unnamed } from '@drayage/doctor';
import { expect, it } from 'vitest';
import { schemasOf } from './schemas-of-endpoint.js';

const endpoint = (given: Partial<DmsEndpoint>): DmsEndpoint => ({
  arn: 'arn:aws:dms:eu-central-1:123456789012:endpoint:SOURCE',
  identifier: 'shop-source',
  direction: 'source',
  engine: 'postgres',
  status: 'active',
  server: undefined,
  port: undefined,
  database: 'shop',
  username: undefined,
  sslMode: 'require',
  extraConnectionAttributes: undefined,
  secretId: undefined,
  secretRoleArn: undefined,
  kinesis: undefined,
  postgresql: undefined,
  mysql: undefined,
  ...given,
});

it('takes the schemas from the settings of the endpoint, or from its attributes', () => {
  const settings = { DdlArtifactsSchema: 'audit', HeartbeatSchema: 'beat' };
  expect(schemasOf(known(endpoint({ postgresql: settings })))).toEqual({
    ddlArtifactsSchema: 'audit',
    heartbeatSchema: 'beat',
  });
  const extraConnectionAttributes = 'ddlArtifactsSchema=audit;heartbeatSchema=beat';
  expect(schemasOf(known(endpoint({ extraConnectionAttributes })))).toEqual({
    ddlArtifactsSchema: 'audit',
    heartbeatSchema: 'beat',
  });
});

it('takes public where the endpoint is silent, and nothing where nobody named it', () => {
  expect(schemasOf(known(endpoint({ postgresql: {} })))).toEqual({
    ddlArtifactsSchema: 'public',
    heartbeatSchema: 'public',
  });
  expect(schemasOf(unnamed('Nobody said.'))).toEqual({ ddlArtifactsSchema: undefined, heartbeatSchema: undefined });
});
