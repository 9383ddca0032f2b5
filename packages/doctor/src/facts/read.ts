/** Something of the outside as it was read, or why it could not be: what is not known is never taken for right. */
export type Read<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

export function known<T>(value: T): Read<T> {
  return { known: true, value };
}

/** `why`: a sentence for the operator, without secrets. */
export function unread(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why };
}

/** The value, or `undefined` where it could not be read. */
export function valueOf<T>(read: Read<T> | undefined): T | undefined {
  return read?.known === true ? read.value : undefined;
}
