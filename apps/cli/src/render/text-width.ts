const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ASCII = /^[\u0020-\u007E]*$/u;
/** What a terminal shows in two columns: the scripts of East Asia with their punctuation and full-width forms, and emoji. */
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Script=Han}|\p{Script=Yi}|\p{Script=Tangut}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)/u;
/** What takes no column of its own where it stands alone. */
const NOTHING = /^[\p{Mark}\p{Cf}]+$/u;

/** The columns of a terminal that a text takes: not its length, where characters are wide or combined. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** As much of the beginning as fits into so many columns. */
export function takeWidth(text: string, room: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, room));
  let taken = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += graphemeWidth(segment);
    if (width > room) break;
    taken += segment;
  }
  return taken;
}

export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

function graphemeWidth(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
