import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

export interface TcpProxyTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * What goes wrong on the way. `refuse`: nothing listens. `lose-answers`: of what the server still says, only the next
 * `afterBytes` (default 0) arrive. `hold-answers`: what the server says waits for the fault to be cleared.
 * `delay-answers`: it comes later by `delayMs`.
 */
export type ProxyFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'lose-answers'; readonly afterBytes?: number }
  | { readonly kind: 'hold-answers' }
  | { readonly kind: 'delay-answers'; readonly delayMs: number };

/** One client and its connection to the server. */
interface Link {
  readonly client: Socket;
  readonly server: Socket;
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

  /** Everything works again, on the same port; what was held arrives. */
  async heal(): Promise<void> {
    this.#fault = undefined;
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

  /** Resolves when the next bytes of an answer have been lost or held: the server has executed what it was asked. */
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
    const link = { client, server };
    this.#links.add(link);
    const unlink = (): void => {
      this.#links.delete(link);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', unlink);
      socket.on('close', unlink);
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => this.#answer(client, bytes));
  }

  #answer(client: Socket, bytes: Buffer): void {
    const fault = this.#fault;
    switch (fault?.kind) {
      case undefined:
      case 'refuse':
        client.write(bytes);
        break;
      case 'delay-answers':
        setTimeout(() => client.write(bytes), fault.delayMs).unref();
        break;
      case 'hold-answers':
        this.#held.push(() => client.write(bytes));
        this.#intercepted();
        break;
      case 'lose-answers':
        client.write(bytes.subarray(0, this.#answerBytesLeft));
        this.#answerBytesLeft = Math.max(0, this.#answerBytesLeft - bytes.length);
        if (this.#answerBytesLeft === 0) {
          this.#intercepted();
        }
        break;
    }
  }

  #intercepted(): void {
    this.#onIntercepted.splice(0).forEach((resolve) => resolve());
  }
}
