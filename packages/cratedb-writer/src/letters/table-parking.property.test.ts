import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowChange } from '../testing/change-factories.js';
import { TableParking } from './table-parking.js';

interface Row {
  readonly values: Readonly<Record<string, number>>;
}

/** Changes of one key: partial or whole, each of which the target refuses until its cause is mended. */
const history = fc.array(
  fc.record({ column: fc.constantFrom('a', 'b'), value: fc.nat(99), whole: fc.boolean(), bad: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

it('ends as if nothing had been refused once the letters are applied in their order', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat(11), { maxLength: 4 }), (steps, redelivered) => {
      const changes = steps.map((step) => ({
        ...step,
        change: rowChange({ operation: step.whole ? 'insert' : 'update' }),
      }));
      const apply = (row: Row | undefined, { column, value, whole }: (typeof changes)[number]): Row => ({
        values: whole ? { a: value, b: value } : { ...row?.values, [column]: value },
      });
      const expected = changes.reduce<Row | undefined>(apply, undefined);

      const parking = new TableParking();
      const refused = new Set<object>();
      let row: Row | undefined;
      const deliver = (at: number, mended: boolean): void => {
        const step = changes[at];
        if (step === undefined) return;
        const parked = { change: step.change, key: '{"id":1}', movedFrom: null, whole: step.whole };
        if (!parking.admit(parked) || (step.bad && !mended)) {
          parking.refuse(parked);
          refused.add(step.change);
        } else {
          refused.delete(step.change);
          row = apply(row, step);
        }
      };
      changes.forEach((_, at) => deliver(at, false));
      // What a closed letter was, comes again only with what replaced it: a stretch to its end.
      const from = redelivered[0];
      if (from !== undefined && from < changes.length)
        for (let at = from; at < changes.length; at += 1) deliver(at, false);
      const closed = new Set(parking.closed(new Set()).map(({ position }) => position.sequenceNumber));
      changes.forEach(({ change }, at) => {
        if (refused.has(change) && !closed.has(change.position.sequenceNumber)) deliver(at, true);
      });
      expect(row).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
