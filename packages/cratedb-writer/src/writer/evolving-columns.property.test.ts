import { describe } from 'vitest';
import { evolvingColumns } from './testing/evolving-columns.js';

describe('a target whose columns change, on an embedded PostgreSQL', () => evolvingColumns('pglite:', 25));
