import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFrontendMessages, type FrontendMessage } from './read-frontend-messages.ts';

const untyped = (code: number, body = ''): Buffer => {
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + Buffer.byteLength(body), 0);
  head.writeInt32BE(code, 4);
  return Buffer.concat([head, Buffer.from(body)]);
};
const typed = (type: string, body: string): Buffer => {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
};

const SSL = untyped(80_877_103);
const GSS = untyped(80_877_104);
const STARTUP = untyped(196_608, 'user\0postgres\0\0');

it('finds the same messages whichever way the bytes are cut', () => {
  const messages = fc.array(fc.tuple(fc.constantFrom('P', 'B', 'E', 'S', 'Q'), fc.string({ maxLength: 300 })), {
    maxLength: 20,
  });
  const cuts = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1 });
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const bytes = Buffer.concat([GSS, SSL, STARTUP, ...sent.map(([type, body]) => typed(type, body))]);
      const reader = readFrontendMessages();
      const found: FrontendMessage[] = [];
      for (let start = 0, cut = 0; start < bytes.length; cut += 1) {
        const end = start + (sizes[cut % sizes.length] ?? 1);
        found.push(...reader.push(bytes.subarray(start, end)));
        start = end;
      }
      expect(found.map((message) => (message.kind === 'message' ? message.type : message.kind))).toEqual([
        'encryption-request',
        'encryption-request',
        'startup',
        ...sent.map(([type]) => type),
      ]);
      const whole = found.map((message) => ('bytes' in message ? Buffer.from(message.bytes) : Buffer.alloc(0)));
      expect(Buffer.concat([GSS, SSL, ...whole])).toEqual(bytes);
    }),
  );
});

it('knows a request to cancel', () => {
  expect(readFrontendMessages().push(untyped(80_877_102, '12345678'))).toEqual([{ kind: 'cancel-request' }]);
});
