/** Something of the outside as it was read, or why it could not be: what is not known is never taken for right. */
export type Read<T> = { readonly known: true; readonly value: T } | Unread;

export interface Unread {
  readonly known: false;
  readonly why: string;
  /** Nobody said where it is, so that nobody looked. */
  readonly unnamed?: true;
  /** Only an administrator sees it, and AWS DMS or the sink, as whom it was looked at, works without it. */
  readonly needless?: true;
}

export function known<T>(value: T): Read<T> {
  return { known: true, value };
}

/** `why`: a sentence for the operator, without secrets. */
export function unread(why: string): Unread {
  return { known: false, why };
}

/** What only an administrator sees; `why`: a sentence for the operator. */
export function needless(why: string): Unread {
  return { known: false, why, needless: true };
}

/** `why`: how to say where it is. */
export function unnamed(why: string): Unread {
  return { known: false, why, unnamed: true };
}

/** The value, or `undefined` where it could not be read. */
export function valueOf<T>(read: Read<T> | undefined): T | undefined {
  return read?.known === true ? read.value : undefined;
}
