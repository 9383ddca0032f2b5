import { known, type Read, unread } from '@drayage/doctor';

/**
 * One area of the look; what keeps it from being read is told beside the others. An interruption ends all of them, and so does what
 * `isFatal` says.
 */
export async function readArea<T>(
  signal: AbortSignal,
  read: () => Promise<T>,
  isFatal: (error: Error) => boolean = () => false,
): Promise<Read<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (signal.aborted || !(error instanceof Error) || isFatal(error)) throw error;
    const remedy: unknown = Reflect.get(error, 'remedy');
    return unread([error.message, ...(typeof remedy === 'string' ? [remedy] : [])].map(sentence).join(' ').trim());
  }
}

/** Texts of servers seldom end like one. */
function sentence(text: string): string {
  return text === '' || /[.!?:;…]$/u.test(text) ? text : `${text}.`;
}

/** The value in other words. */
export function mapRead<T, U>(read: Read<T>, map: (value: T) => U): Read<U> {
  return read.known ? known(map(read.value)) : read;
}
