import { openSinkDatabase, parseTargetUrl, SinkError, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createFunction, type SinkFunction } from '../create-function.js';
import type { LambdaEnvironment } from '../environment.js';
import { kinesisEvent } from '../testing/kinesis-event.js';
import { createTableAt, rowAt, sequenceAt } from '../testing/messages.js';
import { invocationContext, testEnvironment } from '../testing/test-environment.js';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cratedb-a1b2c3';
const all = { batchItemFailures: [] };
const none = { batchItemFailures: [{ itemIdentifier: sequenceAt(1) }] };

let database: SinkDatabase;
let nowMs: number;
/** Passwords that were tried, one for each opening. */
let opened: (string | undefined)[];
/** The one that the target takes now. */
let password: string;
let closed: number;
let asked: string[];
let runs = 0;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'holder' });
});
afterAll(() => database.close());
beforeEach(() => {
  [opened, closed, asked, password, nowMs] = [[], 0, [], 'first', Date.parse('2026-01-01T00:05:00Z')];
  runs += 1;
});

const refused = (): SinkError => new SinkError('authentication-failed', { message: 'Refused.', remedy: 'Correct it.' });

/** A target with a password; a connection that stands is asked for it no more, unless told so. */
function make(
  changes: Partial<LambdaEnvironment> = {},
  secret = (): string => `crate://user:${password}@db.example/doc`,
): SinkFunction {
  return createFunction(
    testEnvironment(database, {
      env: {
        SINK_URL_SECRET_ARN: ARN,
        AWS_LAMBDA_FUNCTION_NAME: 'sink',
        PIPELINE: `holder_${runs}`,
        CHECKPOINTS: 'memory',
      },
      now: () => nowMs,
      fetchSecret: (arn) => {
        asked.push(arn);
        return Promise.resolve(secret());
      },
      openDatabase: ({ address }) => {
        const given = address.kind === 'server' ? address.password : undefined;
        opened.push(given);
        if (given !== password) return Promise.reject(refused());
        return Promise.resolve({
          ...database,
          close: () => {
            closed += 1;
            return Promise.resolve();
          },
        });
      },
      ...changes,
    }),
  );
}

const table = {
  get schema() {
    return `holder_${runs}`;
  },
};
const invoke = (sink: SinkFunction) =>
  sink.handler(
    kinesisEvent([createTableAt(1, table), rowAt(2, 'insert', { id: 1, name: 'one' }, table)]),
    invocationContext(),
  );

describe('the secret of the target', () => {
  it('is fetched once, and the connection kept from one invocation to the next', async () => {
    const sink = make();
    for (let times = 0; times < 3; times += 1) expect(await invoke(sink)).toEqual(all);
    expect({ asked, opened, closed }).toEqual({ asked: [ARN], opened: ['first'], closed: 0 });
  });

  it('is fetched once more when the target refuses it, and the batch is written', async () => {
    const sink = make();
    await invoke(sink);
    password = 'second';
    // Long enough for the connection to be opened anew.
    nowMs += 60_000;
    expect(await invoke(sink)).toEqual(all);
    expect({ asked, opened }).toEqual({ asked: [ARN, ARN], opened: ['first', 'first', 'second'] });
  });

  it('that is refused by a connection in the middle of a batch is fetched once more, too', async () => {
    let isRotated = false;
    const sink = make({
      openDatabase: ({ address }) => {
        const given = address.kind === 'server' ? address.password : undefined;
        opened.push(given);
        const isOld = given === 'first';
        return Promise.resolve({
          ...database,
          close: () => Promise.resolve(),
          execute: (...call) => (isRotated && isOld ? Promise.reject(refused()) : database.execute(...call)),
        });
      },
    });
    await invoke(sink);
    [isRotated, password] = [true, 'second'];
    expect(await sink.handler(kinesisEvent([createTableAt(3, table)]), invocationContext())).toEqual(all);
    expect({ asked, opened }).toEqual({ asked: [ARN, ARN], opened: ['first', 'second'] });
  });

  it('that is wrong is fetched twice for an invocation, not for ever, and everything is handed back', async () => {
    const sink = make({}, () => 'crate://user:wrong@db.example/doc');
    expect(await invoke(sink)).toEqual(none);
    expect(sink.lastReport()).toMatchObject({ reason: 'authentication-failed', handedBack: 2 });
    expect({ asked, opened }).toEqual({ asked: [ARN, ARN], opened: ['wrong', 'wrong'] });
  });

  it('that cannot be read hands everything back, and is asked for again', async () => {
    let isReadable = false;
    const sink = make({
      fetchSecret: () =>
        isReadable
          ? Promise.resolve(`crate://user:${password}@db.example/doc`)
          : Promise.reject(new Error('throttled')),
    });
    expect(await invoke(sink)).toEqual(none);
    isReadable = true;
    expect(await invoke(sink)).toEqual(all);
  });

  it('in a plain variable is not fetched when it is refused', async () => {
    const sink = make({ env: { SINK_URL: 'crate://user:wrong@db.example/doc', PIPELINE: `holder_${runs}` } });
    expect(await invoke(sink)).toEqual(none);
    expect({ asked, opened }).toEqual({ asked: [], opened: ['wrong'] });
  });
});

describe('a connection', () => {
  it('that stood for long is opened anew, as nobody tells a frozen sandbox that it is gone', async () => {
    const sink = make();
    await invoke(sink);
    nowMs += 45_000;
    await invoke(sink);
    expect(opened).toHaveLength(1);
    nowMs += 45_001;
    expect(await invoke(sink)).toEqual(all);
    expect({ opened: opened.length, closed }).toEqual({ opened: 2, closed: 1 });
  });

  it('that broke while the sandbox was frozen is mended within the invocation', async () => {
    let isBroken = false;
    const sink = make({
      openDatabase: () => {
        opened.push('first');
        return Promise.resolve({
          ...database,
          close: () => Promise.resolve(),
          execute: (...call) => {
            if (!isBroken) return database.execute(...call);
            isBroken = false;
            return Promise.reject(new SinkError('connection-lost', { message: 'Gone.', remedy: 'Nothing to do.' }));
          },
        });
      },
    });
    await invoke(sink);
    isBroken = true;
    expect(await invoke(sink)).toEqual(all);
    expect(sink.lastReport()).toMatchObject({ handedBack: 0 });
  });

  it('of an invocation that failed is given up, and the next one opens another', async () => {
    let isDown = true;
    const sink = make({
      openDatabase: () => {
        opened.push('first');
        const down = (): Promise<never> =>
          Promise.reject(new SinkError('overloaded', { message: 'Too much.', remedy: 'Wait.' }));
        return Promise.resolve({
          ...database,
          close: () => Promise.resolve(),
          execute: (...call) => (isDown && call[0].sql.includes('dead_letters') ? down() : database.execute(...call)),
        });
      },
    });
    expect(await invoke(sink)).toEqual(none);
    expect(sink.lastReport()).toMatchObject({ reason: 'overloaded' });
    isDown = false;
    expect(await invoke(sink)).toEqual(all);
    expect(opened).toHaveLength(2);
  });
});
