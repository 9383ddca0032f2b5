import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export interface TcpProxyTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * What goes wrong on the way. `refuse`: nothing listens. `lose-answers`: of what the server still says, only the next
 * `afterBytes` (default 0) arrive. `hold-answers`: what the server says waits for the fault to be cleared.
 * `delay-answers`: it comes later by `delayMs`. `hold-requests`: the next connection on which a client says something
 * gets no further: what is said there waits for `deliver`, also when that client has given up by then.
 */
export type ProxyFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'lose-answers'; readonly afterBytes?: number }
  | { readonly kind: 'hold-answers' }
  | { readonly kind: 'delay-answers'; readonly delayMs: number }
  | { readonly kind: 'hold-requests' };

/** One client and its connection to the server. */
interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** What the server has not been told yet; absent where nothing is held. */
  held?: Buffer[];
}

/** Stands between a client and a server, and fails on demand. Tests put its address in place of the server's. */
export class TcpProxy {
  readonly #target: TcpProxyTarget;
  readonly #listener: Server;
  readonly #links = new Set<Link>();
  #port = 0;
  #fault: ProxyFault | undefined;
  #answerBytesLeft = 0;
  #held: (() => void)[] = [];
  #onIntercepted: (() => void)[] = [];

  private constructor(target: TcpProxyTarget) {
    this.#target = target;
    this.#listener = createServer((client) => this.#link(client));
  }

  static async start(target: TcpProxyTarget): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get host(): string {
    return '127.0.0.1';
  }

  get port(): number {
    return this.#port;
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#links.size;
  }

  /** Lets one thing go wrong from now on, for open connections too. */
  fail(fault: ProxyFault): void {
    this.#fault = fault;
    this.#answerBytesLeft = fault.kind === 'lose-answers' ? (fault.afterBytes ?? 0) : 0;
    if (fault.kind === 'refuse' && this.#listener.listening) {
      this.#listener.close();
    }
  }

  /**
   * Tells the server what was held of requests. Of a client that has gone meanwhile this resolves when the server has
   * ended its connection, and so has executed what it was told.
   */
  async deliver(): Promise<void> {
    const stuck = [...this.#links].filter(({ held }) => held !== undefined);
    await Promise.all(
      stuck.map(async (link) => {
        const bytes = Buffer.concat(link.held ?? []);
        delete link.held;
        if (!link.client.destroyed) {
          link.server.write(bytes);
          return;
        }
        const closed = once(link.server, 'close');
        link.server.end(bytes);
        await closed;
      }),
    );
  }

  /** Everything works again, on the same port; what was held arrives. */
  async heal(): Promise<void> {
    this.#fault = undefined;
    await this.deliver();
    this.#held.splice(0).forEach((deliver) => deliver());
    if (!this.#listener.listening) {
      await this.#listen();
    }
  }

  /** Cuts all open connections with a TCP reset. */
  reset(): void {
    for (const { client, server } of this.#links) {
      client.resetAndDestroy();
      server.destroy();
    }
    this.#held = [];
  }

  /** Resolves when the next bytes have been lost or held. Of an answer: the server has executed what it was asked. */
  answerIntercepted(): Promise<void> {
    return new Promise((resolve) => this.#onIntercepted.push(resolve));
  }

  async stop(): Promise<void> {
    this.reset();
    if (this.#listener.listening) {
      this.#listener.close();
      await once(this.#listener, 'close');
    }
  }

  async #listen(): Promise<void> {
    this.#listener.listen(this.#port, this.host);
    await once(this.#listener, 'listening');
    this.#port = (this.#listener.address() as AddressInfo).port;
  }

  #link(client: Socket): void {
    const server = connect(this.#target);
    const link: Link = { client, server };
    this.#links.add(link);
    const unlink = (): void => {
      this.#links.delete(link);
      client.destroy();
      server.destroy();
    };
    const leave = (): void => {
      // What is held still has to arrive.
      if (link.held === undefined) unlink();
    };
    for (const socket of [client, server]) socket.setNoDelay(true);
    client.on('error', leave);
    client.on('close', leave);
    server.on('error', unlink);
    server.on('close', unlink);
    client.on('data', (bytes) => this.#ask(link, bytes));
    server.on('data', (bytes) => this.#answer(client, bytes));
  }

  #ask(link: Link, bytes: Buffer): void {
    if (this.#fault?.kind === 'hold-requests') {
      this.#fault = undefined;
      link.held ??= [];
    }
    if (link.held === undefined) {
      link.server.write(bytes);
      return;
    }
    link.held.push(bytes);
    this.#tellIntercepted();
  }

  #answer(client: Socket, bytes: Buffer): void {
    const fault = this.#fault;
    switch (fault?.kind) {
      case undefined:
      case 'refuse':
      case 'hold-requests':
        client.write(bytes);
        break;
      case 'delay-answers':
        setTimeout(() => client.write(bytes), fault.delayMs).unref();
        break;
      case 'hold-answers':
        this.#held.push(() => client.write(bytes));
        this.#tellIntercepted();
        break;
      case 'lose-answers':
        client.write(bytes.subarray(0, this.#answerBytesLeft));
        this.#answerBytesLeft = Math.max(0, this.#answerBytesLeft - bytes.length);
        if (this.#answerBytesLeft === 0) {
          this.#tellIntercepted();
        }
        break;
    }
  }

  #tellIntercepted(): void {
    this.#onIntercepted.splice(0).forEach((resolve) => resolve());
  }
}
