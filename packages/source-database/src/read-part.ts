import { known, type Read, unread } from '@drayage/doctor';
import { SourceError } from './source-error.js';

/** One part of the facts; where the source does not let it be read, why. */
export async function readPart<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (error instanceof SourceError) return unread(error.message);
    throw error;
  }
}
