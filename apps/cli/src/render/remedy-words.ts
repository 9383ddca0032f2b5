import { printableLine } from '@drayage/terminal';

/** A name or text of SQL, or a word of a shell, in its quotes; an apostrophe within a word opens none. */
const QUOTED =
  String.raw`(?:(?<![\p{L}\p{N}])(?:\$'(?:[^'\\]|\\.)*'|[EU]?&?(?:"(?:[^"]|"")*"|'(?:[^']|''|'\\'')*'|` +
  '`(?:[^`]|``)*`)))';
const WORD = new RegExp(String.raw`(?:${QUOTED}|\S)+`, 'gu');
const SENTENCE_ENDS = /[,.;:)]$/u;
/** What says that `--fix` mends it, and is no part of a command before it. */
const MARK = '[--fix]';

/**
 * The words of a remedy, between which a line may end: what is to be copied stays whole. No line ends, and no blank is lost,
 * within the quotes of a name, and none ends within a command of `dray` or `aws`, which a shell would take for two.
 */
export function remedyWords(remedy: string): readonly string[] {
  const words = (remedy.match(WORD) ?? []).map(printableLine);
  const joined: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = commandLength(words, at);
    joined.push(words.slice(at, at + length).join(' '));
    at += length;
  }
  return joined;
}

/** How many words the command has that begins there: at least its name, what is asked of it, and its options. */
function commandLength(words: readonly string[], start: number): number {
  // A call of AWS is all that its remedy says from there on.
  if (words[start] === 'aws') return words.slice(start).filter((word) => word !== MARK).length;
  if (words[start]?.replace(/^\(/u, '') !== 'dray') return 1;
  let end = start + 1;
  while (end < words.length && words[end] !== MARK) {
    const previous = words[end - 1] ?? '';
    if (SENTENCE_ENDS.test(previous)) break;
    const isOption = words[end]?.startsWith('--') === true;
    if (end - start > 2 && !isOption && !previous.startsWith('--')) break;
    end += 1;
  }
  return end - start;
}
