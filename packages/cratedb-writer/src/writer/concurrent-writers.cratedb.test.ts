import { describeWithCratedb } from '@drayage/testing';
import { openTestDatabase } from '../testing/test-target.js';
import { concurrentWriters } from './testing/concurrent-writers.js';

describeWithCratedb('two writers on CrateDB', (url) => concurrentWriters(() => openTestDatabase(url, 4), 20));
