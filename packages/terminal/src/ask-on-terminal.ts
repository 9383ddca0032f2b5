import { createInterface } from 'node:readline/promises';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Asks on a terminal; answers whether the answer was yes. The end of the input (Ctrl-D) is a no. Rejects with
 * `code: 'ABORT_ERR'` at an interruption, by a signal or by Ctrl-C.
 */
export async function askOnTerminal(question: string, { input, output, signal }: Terminal): Promise<boolean> {
  const terminal = createInterface({ input, output });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let closed = false;
      terminal.question(question, { signal }).then(
        (answer) => resolve(/^y(es)?$/iu.test(answer.trim())),
        (error: unknown) => {
          if (closed && !signal.aborted) resolve(false);
          else reject(error instanceof Error ? error : new Error('Interrupted.'));
        },
      );
      // A terminal in raw mode makes no signal of Ctrl-C.
      terminal.once('SIGINT', () => reject(Object.assign(new Error('Interrupted.'), { code: 'ABORT_ERR' })));
      // Where the input ends, the question fails, or stays open for ever. An answer that is under way comes first.
      terminal.once('close', () => {
        closed = true;
        setImmediate(() => resolve(false));
      });
    });
  } finally {
    terminal.close();
  }
}
