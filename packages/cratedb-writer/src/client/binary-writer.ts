/** Texts up to this length are written character by character, which costs less than a call into the engine. */
const SHORT_TEXT = 48;
/** A UTF-16 unit takes so many bytes of UTF-8 at most. */
const MAX_BYTES_PER_UNIT = 3;
const TWO_TO_32 = 4_294_967_296;

/** Numbers and texts in network byte order, in a buffer that grows. */
export class BinaryWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** What was written, without a copy. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  byte(value: number): void {
    this.#ensure(1);
    this.#buffer[this.#at++] = value;
  }

  int16(value: number): void {
    this.#ensure(2);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  int32(value: number): void {
    this.#ensure(4);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  /** A safe integer as 64 bits. */
  int64(value: number): void {
    this.#ensure(8);
    const high = Math.floor(value / TWO_TO_32);
    this.#at = this.#buffer.writeInt32BE(high, this.#at);
    this.#at = this.#buffer.writeUInt32BE(value - high * TWO_TO_32, this.#at);
  }

  bigInt64(value: bigint): void {
    this.#ensure(8);
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
  }

  double(value: number): void {
    this.#ensure(8);
    this.#at = this.#buffer.writeDoubleBE(value, this.#at);
  }

  /** UTF-8, its length in bytes before it. */
  text(text: string): void {
    this.#ensure(4 + text.length * MAX_BYTES_PER_UNIT);
    const start = this.#at + 4;
    const length = text.length <= SHORT_TEXT ? this.#shortText(text, start) : this.#buffer.write(text, start, 'utf8');
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at = start + length;
  }

  #shortText(text: string, start: number): number {
    const buffer = this.#buffer;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return buffer.write(text, start, 'utf8');
      buffer[start + index] = code;
    }
    return text.length;
  }

  #ensure(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
  }
}
