import { describe, expect, it } from 'vitest';
import { rewriteColumnName } from '../names/rewrite-name.js';
import { isPutAside, wasName } from './put-aside.js';

describe('wasName', () => {
  it('is a name of no source, and within the limit of PostgreSQL', () => {
    expect(wasName('b', 'cratedb')).toBe('b%~was');
    expect(wasName('é'.repeat(31), 'postgresql')).toBe(`${'é'.repeat(29)}%~was`);
    expect(isPutAside('b%~was')).toBe(true);
    expect(isPutAside(rewriteColumnName('b%~was', 'cratedb'))).toBe(false);
    expect(wasName('x'.repeat(900), 'cratedb')).toHaveLength(905);
  });
});
