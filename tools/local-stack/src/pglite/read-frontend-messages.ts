/** What a client says in PostgreSQL's wire protocol, version 3. `bytes` is the message whole, as it was sent. */
export type FrontendMessage =
  | { readonly kind: 'encryption-request' }
  | { readonly kind: 'cancel-request' }
  | { readonly kind: 'startup'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly type: string; readonly bytes: Uint8Array };

/** Cuts a connection's bytes into messages, whichever way they arrive in chunks. */
export interface FrontendMessageReader {
  push(chunk: Uint8Array): readonly FrontendMessage[];
}

const SSL_REQUEST = 80_877_103;
const GSS_ENCRYPTION_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
/** Length and request code before the startup message, type and length after it. */
const STARTUP_HEADER_BYTES = 8;
const MESSAGE_HEADER_BYTES = 5;

/** Starts reading a connection from its first byte. Messages have no type byte until the startup message is through. */
export function readFrontendMessages(): FrontendMessageReader {
  let started = false;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let neededBytes = 0;

  function take(buffer: Buffer): { readonly message?: FrontendMessage; readonly length: number } {
    const header = started ? MESSAGE_HEADER_BYTES : STARTUP_HEADER_BYTES;
    if (buffer.length < header) return { length: header };
    const length = started ? buffer.readInt32BE(1) + 1 : buffer.readInt32BE(0);
    if (buffer.length < length) return { length };
    const bytes = new Uint8Array(buffer.subarray(0, length));
    if (started) return { length, message: { kind: 'message', type: String.fromCharCode(buffer.readUInt8(0)), bytes } };
    const message = readUntyped(buffer.readInt32BE(4), bytes);
    started = message.kind === 'startup';
    return { length, message };
  }

  return {
    push: (chunk) => {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes < neededBytes) return [];
      let buffer = Buffer.concat(waiting);
      const messages: FrontendMessage[] = [];
      for (let next = take(buffer); ; next = take(buffer)) {
        neededBytes = next.length;
        if (next.message === undefined) break;
        messages.push(next.message);
        buffer = buffer.subarray(next.length);
      }
      waiting = [buffer];
      waitingBytes = buffer.length;
      return messages;
    },
  };
}

function readUntyped(code: number, bytes: Uint8Array): FrontendMessage {
  switch (code) {
    case SSL_REQUEST:
    case GSS_ENCRYPTION_REQUEST:
      return { kind: 'encryption-request' };
    case CANCEL_REQUEST:
      return { kind: 'cancel-request' };
    default:
      return { kind: 'startup', bytes };
  }
}
