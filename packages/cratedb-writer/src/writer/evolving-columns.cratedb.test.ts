import { describeWithCratedb } from '@drayage/testing';
import { evolvingColumns } from './testing/evolving-columns.js';

describeWithCratedb('a target whose columns change, on CrateDB', (url) => evolvingColumns(url, 8));
