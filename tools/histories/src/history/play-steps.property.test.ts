import { decodeRecord } from '@drayage/record-decoder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMessages } from '../messages/build-messages.ts';
import { foldEvent, type Model } from '../model/fold-events.ts';
import { keyText, valueOf } from '../source/source-table.ts';
import { HAZARDS } from './hazards.ts';
import { arbitraryHistoryPlan, playPlan } from './history-plan.ts';

const everything = new Set(HAZARDS);
const histories = arbitraryHistoryPlan(everything).map((plan) => playPlan(plan, everything));

describe('a history', () => {
  it('is what a source can do: keys are unique, never NULL, and changes are about rows that are there', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let model: Model = new Map();
        for (const event of events) {
          const table = event.kind === 'restart' ? undefined : model.get(event.table);
          if (table !== undefined && table.definition.primaryKey.length > 0) {
            const has = (row: Parameters<typeof keyText>[1]): boolean => table.rows.has(keyText(table.definition, row));
            if (event.kind === 'insert') expect(has(event.row)).toBe(false);
            if (event.kind === 'delete') expect(has(event.row)).toBe(true);
            if (event.kind === 'update') expect(has(event.before)).toBe(true);
          }
          model = foldEvent(model, event);
        }
        for (const { definition, rows } of model.values()) {
          for (const row of rows.values()) {
            expect(Object.keys(row).sort()).toEqual(definition.columns.map(({ name }) => name).sort());
            expect(definition.primaryKey.map((name) => valueOf(row, name))).not.toContain(null);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is told in messages that the decoder reads, at times that grow but for the rows of a load', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const messages = buildMessages(events);
        const others = messages.filter(({ operation }) => operation !== 'load').map(({ timeMicros }) => timeMicros);
        expect(others).toEqual([...new Set(others)].toSorted((one, other) => one - other));
        for (const { data, timeMicros } of messages) {
          const result = decodeRecord(data, { stream: 's', shardId: '0', sequenceNumber: '1' });
          expect(result).toMatchObject({ ok: true, record: { timeMicros } });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('can be kept as JSON', () => {
    fc.assert(
      fc.property(histories, (events) => {
        expect(JSON.parse(JSON.stringify(events))).toEqual(events);
      }),
    );
  });
});
