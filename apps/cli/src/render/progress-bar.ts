import { Presets, SingleBar } from 'cli-progress';

export interface ProgressBar {
  advance(bytes: number, records: number): void;
  stop(): void;
}

/** A bar over the file's bytes on a terminal; silent where the output is none. */
export function createProgressBar(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean },
  totalBytes: number,
): ProgressBar {
  if (stream.isTTY !== true) return { advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream,
      format: '{bar} {percentage} % | {records} records | {eta_formatted} left',
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  bar.start(totalBytes, 0, { records: 0 });
  return {
    advance: (bytes, records) => bar.increment(bytes, { records }),
    stop: () => bar.stop(),
  };
}
