import type { ContainerReport } from './pipeline-status.js';

const REQUEST_TIMEOUT_MS = 5_000;

/** The sink did not answer as one. */
export class SinkUnreadableError extends Error {
  readonly code = 'sink-unreachable';
  readonly remedy =
    'Check that the container runs and listens there (HOST is 127.0.0.1 unless told otherwise), and --sink-url or http.url.';

  constructor(url: string, problem: string, options?: ErrorOptions) {
    super(`The sink at ${url} ${problem}.`, options);
    this.name = 'SinkUnreadableError';
  }
}

/** `/status` of a container. @throws SinkUnreadableError */
export async function fetchContainerReport(url: string, signal: AbortSignal): Promise<ContainerReport> {
  const address = new URL('status', url.endsWith('/') ? url : `${url}/`);
  let answer: Response;
  try {
    answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]) });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SinkUnreadableError(url, 'does not answer', { cause: error });
  }
  const body: unknown = answer.ok ? await answer.json().catch(() => undefined) : undefined;
  if (!isReport(body)) throw new SinkUnreadableError(url, `answers ${answer.status}, and no status`);
  return body;
}

/** As much of the published form of `/status` as is used; other fields may come and go. */
function isReport(body: unknown): body is ContainerReport {
  if (typeof body !== 'object' || body === null) return false;
  const { pipeline, state, deadLetters, shards, tables, warnings } = body as Partial<
    Record<keyof ContainerReport, unknown>
  >;
  return (
    typeof pipeline === 'string' &&
    typeof state === 'string' &&
    typeof deadLetters === 'number' &&
    [shards, tables, warnings].every((list) => Array.isArray(list))
  );
}
