import { describe } from 'vitest';
import { openTestDatabase } from '../testing/test-target.js';
import { writerBehaviours } from './testing/writer-behaviours.js';

describe('on an embedded PostgreSQL', () => writerBehaviours(() => openTestDatabase('pglite:')));
