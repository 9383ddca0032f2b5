import { Option } from 'commander';
import { parseCount } from '@drayage/terminal';

/** `--limit`: how many are shown or read. */
export function limitOption(description: string, usual: number): Option {
  return new Option('--limit <n>', description)
    .argParser((text) => parseCount(text, { option: '--limit', remedy: `For example --limit ${usual}.` }))
    .default(usual, String(usual));
}
