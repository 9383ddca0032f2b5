import { describeWithCratedb } from '@drayage/testing';
import { openTestDatabase } from '../testing/test-target.js';
import { storeBehaviours } from './testing/store-behaviours.js';

describeWithCratedb('stores on CrateDB', (url) => storeBehaviours(() => openTestDatabase(url)));
