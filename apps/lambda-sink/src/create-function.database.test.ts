import { openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { describe } from 'vitest';

import { lambdaBehaviours } from './testing/lambda-behaviours.js';

describe('the function on an embedded PostgreSQL', () =>
  lambdaBehaviours(() =>
    openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'lambda test' }),
  ));
