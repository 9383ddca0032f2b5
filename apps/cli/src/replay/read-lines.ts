import { createReadStream } from 'node:fs';
import type { CaptureFile } from './open-capture.js';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Longer lines are no DMS message (a Kinesis record has 10 MiB at most); their excess is not kept in memory. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;
/** What is kept of a line that is too long: enough to see what it is. */
const KEPT_OF_CUT_LINE = 4096;

export interface Line {
  /** From 1; blank lines count. */
  readonly number: number;
  readonly text: Buffer;
  /** The line was too long: `text` is its beginning only. */
  readonly cut: boolean;
}

export interface ReadLimits {
  readonly maxLines: number;
  readonly maxBytes: number;
  /** Default 32 MiB. */
  readonly maxLineBytes?: number;
}

export interface LineBatch {
  readonly lines: readonly Line[];
  /** Bytes of the file that the batch stands for, blank lines included. */
  readonly bytes: number;
}

/** Lines in batches bounded by count and bytes, memory flat whatever the file's size. Blank lines are passed over. */
export async function* readLineBatches(file: Pick<CaptureFile, 'path'>, limits: ReadLimits): AsyncGenerator<LineBatch> {
  let lines: Line[] = [];
  let kept = 0;
  let bytes = 0;
  for await (const { line, length } of readLines(file.path, limits.maxLineBytes ?? MAX_LINE_BYTES)) {
    bytes += length;
    if (isBlank(line.text)) continue;
    lines.push(line);
    kept += line.text.length;
    if (lines.length >= limits.maxLines || kept >= limits.maxBytes) {
      yield { lines, bytes };
      lines = [];
      kept = 0;
      bytes = 0;
    }
  }
  if (lines.length > 0) yield { lines, bytes };
}

/** A line with its length in the file, line end included. */
interface ReadLine {
  readonly line: Line;
  readonly length: number;
}

async function* readLines(path: string, maxLineBytes: number): AsyncGenerator<ReadLine> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    const room = maxLineBytes - length;
    if (room > 0 && piece.length > 0) parts.push(piece.length > room ? piece.subarray(0, room) : piece);
    length += piece.length;
  };
  const finish = (): Line => {
    number += 1;
    const cut = length > maxLineBytes;
    const [only = Buffer.alloc(0)] = parts;
    const whole = parts.length <= 1 ? only : Buffer.concat(parts);
    const text = number === 1 ? withoutMark(whole) : whole;
    parts = [];
    length = 0;
    // A copy, so that the long line itself can be let go.
    return { number, text: cut ? Buffer.from(text.subarray(0, KEPT_OF_CUT_LINE)) : text, cut };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE, from); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at));
      const inFile = length + 1;
      yield { line: finish(), length: inFile };
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  const inFile = length;
  if (inFile > 0) yield { line: finish(), length: inFile };
}

function withoutMark(text: Buffer): Buffer {
  return text.subarray(0, 3).equals(BYTE_ORDER_MARK) ? text.subarray(3) : text;
}

/** Nothing but what JSON counts as white space. */
function isBlank(text: Buffer): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
