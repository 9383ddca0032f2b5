import { expect, it } from 'vitest';
import { known } from '../facts/read.js';
import { replicationState } from '../testing/right-facts.js';
import { replicationRules } from './replication-rules.js';

const SLOT = {
  message: 'ERROR: replication slot "shop" is active',
  cause: 'Another reader holds the replication slot.',
  remedy: 'End the other reader.',
};

it('tells an old failure of a replication that runs as what may come again', () => {
  const unknown = { message: 'ERROR: something', cause: '', remedy: '' };
  expect(replicationRules(known(replicationState({ failures: [SLOT, unknown] })))).toEqual([
    {
      id: 'replication-failure',
      severity: 'note',
      area: 'replication',
      subject: 'last failure',
      what: 'The replication failed before: ERROR: replication slot "shop" is active',
      whyItMatters:
        'It does not stand still now; the same can happen again. Another reader holds the replication slot.',
      remedy: 'Where it comes again: End the other reader.',
    },
    expect.objectContaining({
      severity: 'note',
      whyItMatters: 'It does not stand still now; the same can happen again.',
      remedy: 'Where it comes again: dray logs --source dms tells more.',
    }),
  ]);
});
