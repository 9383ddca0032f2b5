import type { SinkDatabase } from '@drayage/cratedb-writer';

import { sandboxDatabase } from './sandbox-database.js';

/** Every call from this one on fails. */
export function failFrom(open: () => Promise<SinkDatabase>, first: number): () => Promise<SinkDatabase> {
  return async () => {
    const sandbox = sandboxDatabase(await open());
    const inner = await sandbox.open();
    let calls = 0;
    const guard = async <T>(call: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls >= first) sandbox.arm({ call: 1, kind: 'refused' });
      return call();
    };
    return {
      ...inner,
      execute: (...call) => guard(() => inner.execute(...call)),
      executeBatch: (...call) => guard(() => inner.executeBatch(...call)),
    };
  };
}
