import { expect, it } from 'vitest';
import { known } from '../facts/read.js';
import { sourceEndpoint } from '../testing/right-facts.js';
import { sourceEndpointRules } from './source-endpoint-rules.js';

it.each([
  ['postgresql', /SslMode of the endpoint to require\.$/u],
  ['mysql', /SslMode of the endpoint to verify-full with it: .* AWS DMS knows no require\.$/u],
] as const)('tells how to encrypt the connection to %s', (sourceEngine, remedy) => {
  const endpoint = known(sourceEndpoint(sourceEngine, { sslMode: 'none' }));
  const [found] = sourceEndpointRules({ sourceEngine, sourceEndpoint: endpoint });
  expect(found).toMatchObject({ id: 'source-endpoint-no-tls', remedy: expect.stringMatching(remedy) as string });
});
