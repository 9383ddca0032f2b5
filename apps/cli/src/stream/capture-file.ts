import { open, readFile, rename, type FileHandle, writeFile } from 'node:fs/promises';
import {
  createMemoryCheckpointStore,
  SHARD_END,
  systemClock,
  type CheckpointStore,
  type RecordPosition,
  type ShardBatch,
  type StartPosition,
} from '@drayage/kinesis-source';
import { UsageError } from '@drayage/terminal';
import { captureLine } from './capture-line.js';
import { lockFile } from './lock-file.js';

/** A capture holds rows: nobody else reads it. */
const OWN = 0o600;

interface NotedPosition {
  readonly sequenceNumber: string;
  /** ISO; a position older than the stream's retention is a gap. */
  readonly arrivedAt: string | null;
}

/** How far a capture is: kept beside its file, and written after each batch. */
interface CaptureState {
  readonly stream: string;
  /** ISO; absent: the trim horizon. */
  readonly startedFrom: string | null;
  /** Bytes of the file that belong to `positions`: what is behind them was written and not noted. */
  readonly bytes: number;
  readonly records: number;
  readonly positions: Readonly<Record<string, NotedPosition>>;
  /** By stream ARN and creation time, as the source reads them. */
  readonly streamArn: string | null;
  readonly streamCreatedAt: string | null;
}

export interface CaptureFile {
  readonly start: StartPosition;
  readonly store: CheckpointStore;
  /** Of all runs. */
  readonly records: () => number;
  readonly append: (batch: ShardBatch) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a capture, a new one or one that was begun: then what the last run wrote and did not note any more is cut off, so
 * that each record is in the file once, whenever the process was killed.
 *
 * @throws UsageError where the file is there without its notes, belongs to another stream, or is written by another process.
 */
export async function openCaptureFile(path: string, stream: string, start: StartPosition): Promise<CaptureFile> {
  const unlock = await lockFile(`${path}.lock`);
  try {
    const opened = await openUnlocked(path, stream, start);
    return { ...opened, close: () => opened.close().finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openUnlocked(path: string, stream: string, start: StartPosition): Promise<CaptureFile> {
  const notes = `${path}.position.json`;
  const known = await readNotes(notes);
  const file = await openFile(path, known);
  if (known !== undefined && known.stream !== stream) {
    await file.close();
    throw new UsageError(`The capture ${path} is one of the stream ${known.stream}.`, 'Give another file.');
  }
  let state: CaptureState = known ?? {
    stream,
    startedFrom: start.kind === 'time' ? start.at.toISOString() : null,
    bytes: 0,
    records: 0,
    positions: {},
    streamArn: null,
    streamCreatedAt: null,
  };
  await file.truncate(state.bytes);
  const memory = createMemoryCheckpointStore(systemClock);
  await seed(memory, state);
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const note = async (change: Partial<CaptureState>): Promise<void> => {
    state = { ...state, ...change };
    await writeFile(`${notes}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: OWN });
    await rename(`${notes}.new`, notes);
  };
  return {
    start: state.startedFrom === null ? { kind: 'checkpoint' } : { kind: 'time', at: new Date(state.startedFrom) },
    store: {
      ...memory,
      acquire: async (request) => {
        const { streamArn, streamCreatedAt } = request;
        await inTurn(() => note({ streamArn, streamCreatedAt: streamCreatedAt.toISOString() }));
        return memory.acquire(request);
      },
      save: async (request) => {
        if (request.finished === true)
          await inTurn(() =>
            note({
              positions: { ...state.positions, [request.shardId]: { sequenceNumber: SHARD_END, arrivedAt: null } },
            }),
          );
        return memory.save(request);
      },
    },
    records: () => state.records,
    append: ({ shardId, records }) =>
      inTurn(async () => {
        const last = records.at(-1);
        if (last === undefined) return;
        const lines = Buffer.from(records.map(captureLine).join(''), 'utf8');
        await file.write(lines, 0, lines.byteLength, state.bytes);
        await note({
          bytes: state.bytes + lines.byteLength,
          records: state.records + records.length,
          positions: { ...state.positions, [shardId]: notedPosition(last.position) },
        });
      }),
    close: async () => {
      await turn;
      await file.close();
    },
  };
}

async function readNotes(path: string): Promise<CaptureState | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as CaptureState;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw new UsageError(
      `The notes of the capture, ${path}, cannot be read.`,
      'Remove it and the capture to begin anew.',
    );
  }
}

/** A capture without notes is somebody else's file: it is not written over. */
async function openFile(path: string, known: CaptureState | undefined): Promise<FileHandle> {
  try {
    return await open(path, known === undefined ? 'wx' : 'r+', OWN);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EEXIST')
      throw new UsageError(
        `The file ${path} is there already, and is no capture that can go on.`,
        'Give another name, or remove it.',
      );
    if (code === 'ENOENT' && known !== undefined)
      throw new UsageError(
        `The capture ${path} is gone, its notes are not.`,
        `Remove ${path}.position.json to begin anew.`,
      );
    throw new UsageError(
      `The file ${path} cannot be written.`,
      'Give a file in a folder that is there and can be written.',
    );
  }
}

/** What the notes know, as checkpoints. */
async function seed(store: CheckpointStore, { positions, streamArn, streamCreatedAt }: CaptureState): Promise<void> {
  if (streamArn === null || streamCreatedAt === null) return;
  for (const [shardId, { sequenceNumber, arrivedAt }] of Object.entries(positions)) {
    const lease = { streamArn, shardId, owner: 'notes', leaseMs: 1_000 };
    const answer = await store.acquire({ ...lease, streamCreatedAt: new Date(streamCreatedAt) });
    if (!answer.acquired) continue;
    const arrivalTime = arrivedAt === null ? undefined : new Date(arrivedAt);
    await store.save({
      ...lease,
      fence: answer.fence,
      sequenceNumber,
      arrivalTime,
      finished: sequenceNumber === SHARD_END,
    });
    await store.release({ ...lease, fence: answer.fence });
  }
}

function notedPosition({ sequenceNumber, arrivalTimeMs }: RecordPosition): NotedPosition {
  return { sequenceNumber, arrivedAt: arrivalTimeMs === undefined ? null : new Date(arrivalTimeMs).toISOString() };
}
