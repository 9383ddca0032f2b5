import { Option } from 'commander';
import { parseDuration } from '@drayage/terminal';

/** `--timeout`, typed in minutes; the flag is in milliseconds. */
export function timeoutOption(usualMinutes: number): Option {
  return new Option('--timeout <minutes>', 'how long to wait at most')
    .argParser((text) =>
      parseDuration(text, { option: '--timeout', unit: 'minutes', remedy: 'For example --timeout 90.' }),
    )
    .default(usualMinutes * 60_000, String(usualMinutes));
}
