import { describeWithCratedb } from '@drayage/testing';
import { openTestDatabase } from '../testing/test-target.js';
import { writerBehaviours } from './testing/writer-behaviours.js';

describeWithCratedb('on CrateDB with four connections', (url) => writerBehaviours(() => openTestDatabase(url, 4)));
