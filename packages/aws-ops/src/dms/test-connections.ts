import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { type ConnectionTest, describeConnectionTests, startConnectionTest } from './connection-tests.js';
import type { Replication } from './replication.js';

type Dms = Pick<AwsClients, 'dms'>;

/** The ways of a classic task: from its instance to both of its endpoints. */
export interface TaskConnections extends Pick<Replication, 'sourceEndpointArn' | 'targetEndpointArn'> {
  readonly instanceArn: string;
}

/** What is known of one of the two. */
export interface Connection {
  readonly direction: 'source' | 'target';
  readonly endpointArn: string;
  /** `undefined` while AWS DMS lists no test of it. */
  readonly identifier: string | undefined;
  readonly result: ConnectionTest['result'];
  /** Why it failed, or why its test cannot be begun yet. */
  readonly failure: string | undefined;
}

export interface TestConnectionsOptions {
  /** `unproven`: only those whose last test was not successful. */
  readonly which: 'all' | 'unproven';
  /** Called between two looks; rejects to give up waiting. */
  readonly pause: () => Promise<void>;
  /** Called after each look. */
  readonly onLook?: ((connections: readonly Connection[]) => void) | undefined;
}

/** AWS DMS lists the test before this one until it has begun the new one: so many looks the same result may be the old one. */
const STALE_LOOKS = 3;

/**
 * Tests connections, and waits until none is being tested: also one that AWS DMS tests by itself, as it does after a change of
 * an endpoint.
 *
 * @returns how each ended, `source` first.
 */
export async function testConnections(
  clients: Dms,
  task: TaskConnections,
  { which, pause, onLook }: TestConnectionsOptions,
): Promise<readonly Connection[]> {
  const { instanceArn, sourceEndpointArn, targetEndpointArn } = task;
  const watched = [
    new WatchedConnection(clients, instanceArn, 'source', sourceEndpointArn),
    new WatchedConnection(clients, instanceArn, 'target', targetEndpointArn),
  ];
  for (;;) {
    const tests = await describeConnectionTests(clients, {
      endpointArns: [sourceEndpointArn, targetEndpointArn],
      instanceArn,
    });
    const connections: Connection[] = [];
    for (const each of watched) connections.push(await each.look(tests, which));
    onLook?.(connections);
    if (connections.every(({ result }) => result !== 'testing')) return connections;
    await pause();
  }
}

/** For a line of progress: `source successful, target testing`. */
export function connectionsInWords(connections: readonly Connection[]): string {
  return connections
    .map(({ direction, result, failure }) =>
      result === 'testing' && failure !== undefined
        ? `${direction} not tested yet: ${failure}`
        : `${direction} ${result}`,
    )
    .join(', ');
}

/**
 * One connection over several looks:
 *
 * ```
 * idle ──TestConnection──▶ asked ──listed as testing, or with another result──▶ begun ──result──▶ ended
 *   └──────────────────AWS DMS tests by itself────────────────────────────────────┘
 * ```
 */
class WatchedConnection {
  private phase: 'idle' | 'asked' | 'begun' = 'idle';
  private before: ConnectionTest['result'] | undefined;
  private looksSinceAsked = 0;

  constructor(
    private readonly clients: Dms,
    private readonly instanceArn: string,
    private readonly direction: Connection['direction'],
    private readonly endpointArn: string,
  ) {}

  async look(tests: readonly ConnectionTest[], which: TestConnectionsOptions['which']): Promise<Connection> {
    const test = tests.find((each) => each.endpointArn === this.endpointArn && each.instanceArn === this.instanceArn);
    if (test?.result === 'testing') {
      this.phase = 'begun';
      return this.seen(test, 'testing');
    }
    switch (this.phase) {
      case 'idle':
        if (which === 'unproven' && test?.result === 'successful') return this.seen(test, 'successful');
        return this.seen(test, 'testing', await this.ask(test));
      case 'asked':
        this.looksSinceAsked += 1;
        if (test === undefined) return this.seen(test, 'testing');
        if (test.result === this.before && this.looksSinceAsked <= STALE_LOOKS) return this.seen(test, 'testing');
        return this.seen(test, test.result, test.failure);
      case 'begun':
        return test === undefined ? this.seen(test, 'testing') : this.seen(test, test.result, test.failure);
    }
  }

  /** Answers why it cannot be tested now: the instance may be busy, or a test may just be ending. */
  private async ask(last: ConnectionTest | undefined): Promise<string | undefined> {
    try {
      await startConnectionTest(this.clients, { endpointArn: this.endpointArn, instanceArn: this.instanceArn });
    } catch (error) {
      if (error instanceof AwsOpsError && error.code === 'wrong-state') return error.message;
      throw error;
    }
    this.phase = 'asked';
    this.before = last?.result;
    return undefined;
  }

  private seen(test: ConnectionTest | undefined, result: Connection['result'], failure?: string): Connection {
    const { direction, endpointArn } = this;
    return { direction, endpointArn, identifier: test?.endpointIdentifier, result, failure };
  }
}
