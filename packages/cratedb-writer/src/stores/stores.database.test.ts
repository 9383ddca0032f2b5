import { describe } from 'vitest';
import { openTestDatabase } from '../testing/test-target.js';
import { storeBehaviours } from './testing/store-behaviours.js';

describe('stores on an embedded PostgreSQL', () => storeBehaviours(() => openTestDatabase('pglite:')));
