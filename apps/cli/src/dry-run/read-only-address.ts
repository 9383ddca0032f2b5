import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TargetAddress } from '@drayage/cratedb-writer';

/** A dry run must not make a database: one that is not there yet is stood for by an empty one in memory. */
export async function readOnlyAddress(address: TargetAddress): Promise<TargetAddress> {
  if (address.kind !== 'embedded' || address.directory === undefined) return address;
  const entries = await readdir(resolve(address.directory)).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return [];
    // What else is wrong with it is told by opening it.
    return ['?'];
  });
  return entries.length === 0 ? { ...address, directory: undefined } : address;
}
