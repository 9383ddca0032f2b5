import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { restoreName, rewriteColumnName, rewriteSchemaName, rewriteTableName } from './rewrite-name.js';
import { arbitraryName } from './testing/arbitrary-name.js';

const RULES = [rewriteColumnName, rewriteTableName, rewriteSchemaName];

describe.each(['cratedb', 'postgresql'] as const)('on %s', (dialect) => {
  test.each(RULES)('%o gives back the name, or says that it was cut', (rewrite) => {
    fc.assert(
      fc.property(arbitraryName, (name) => {
        const rewritten = rewrite(name, dialect);
        const restored = restoreName(rewritten);
        expect(restored ?? name).toBe(name);
        if (restored === undefined)
          expect(Buffer.byteLength(name.replaceAll(/[^a-z]/g, '%20%20%20%20'))).toBeGreaterThan(63);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(RULES)('%o maps no two names to one', (rewrite) => {
    fc.assert(
      fc.property(fc.array(arbitraryName, { minLength: 2, maxLength: 30 }), (names) => {
        const distinct = new Set(names);
        expect(new Set([...distinct].map((name) => rewrite(name, dialect))).size).toBe(distinct.size);
      }),
      { numRuns: 500 },
    );
  });

  test.each(RULES)('%o keeps a rewritten name apart from the names it came from', (rewrite) => {
    fc.assert(
      fc.property(arbitraryName, (name) => {
        const once = rewrite(name, dialect);
        if (once !== name) expect(rewrite(once, dialect)).not.toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});
