import { openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { describeWithCratedb } from '@drayage/testing';

import { lambdaBehaviours } from './testing/lambda-behaviours.js';

describeWithCratedb('the function on CrateDB', (url) =>
  lambdaBehaviours(() => openSinkDatabase({ address: parseTargetUrl(url), lanes: 2, applicationName: 'lambda test' })),
);
