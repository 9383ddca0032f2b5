import { describeWithCratedb } from '@drayage/testing';
import { openTestDatabase } from '../testing/test-target.js';
import { reloadUnderWatch } from './testing/reload-under-watch.js';

describeWithCratedb('a reload on CrateDB', (url) => reloadUnderWatch(() => openTestDatabase(url, 2), 20_000));
