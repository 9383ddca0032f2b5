import { Option, type Command } from 'commander';
import { parseDuration } from '@drayage/terminal';

export interface WatchFlags {
  readonly watch?: boolean;
  /** Between two looks, in milliseconds. */
  readonly interval: number;
}

/** `--watch`, and `--interval`, which is typed in seconds. */
export function withWatchOptions(command: Command): Command {
  return command.option('--watch', 'look again and again').addOption(
    new Option('--interval <seconds>', 'between two looks')
      .argParser((text) =>
        parseDuration(text, {
          option: '--interval',
          unit: 'seconds',
          from: 1,
          to: 3_600,
          remedy: 'For example --interval 10.',
        }),
      )
      .default(5_000, '5'),
  );
}
