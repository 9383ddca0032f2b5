import type { Area, Finding, Severity } from '@drayage/doctor';
import { counted } from './counted.js';
import { groupFindings } from './group-findings.js';
import type { Paint, Tone } from './paint.js';
import { remedyWords } from './remedy-words.js';
import { wrapText, wrapWords } from './wrap-text.js';

export interface FindingsView {
  /** Also limits that nothing mends. */
  readonly notes: boolean;
  readonly width: number | undefined;
  readonly paint: Paint;
}

const TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warning', note: 'dim' };
const WIDEST = 120;
/** How many findings of one rule are shown; of more than these, the remedy of the first alone. */
const MOST = 5;

const TITLES: Readonly<Record<Area, string>> = {
  source: 'Source database',
  'source-endpoint': 'Source endpoint',
  'target-endpoint': 'Kinesis endpoint',
  task: 'Task settings',
  mappings: 'Table mappings',
  stream: 'Stream',
  roles: 'Roles',
  replication: 'Replication',
  sink: 'Sink',
  target: 'Target',
  stack: 'Stack',
};

/**
 * The findings for a person: the worst first, those of one rule together, each with what, why and what to do; then how
 * many there are.
 */
export function renderFindings(findings: readonly Finding[], { notes, width, paint }: FindingsView): string {
  const room = Math.min(width ?? WIDEST, WIDEST);
  const shown = notes ? findings : findings.filter(({ severity }) => severity !== 'note');
  const blocks = groupFindings(shown).map((group) => block(group, room, paint));
  return [...blocks, summary(findings, notes)].join('\n');
}

type Label = '' | 'at' | 'why' | 'fix';

function block(group: readonly [Finding, ...Finding[]], room: number, paint: Paint): string {
  const [{ severity, area, id, whyItMatters }] = group;
  const labelled = (label: Label, lines: readonly string[]): readonly string[] =>
    lines.map((line, at) => `  ${(at === 0 ? label : '').padEnd(6)}${line}`);
  const part = (label: Label, text: string): readonly string[] =>
    labelled(label, wrapText(text.replace(/\s+/gu, ' '), room - 8, ''));
  const shown = group.slice(0, MOST);
  const all = [...new Set(group.map(remedyOf))];
  const remedies = group.length > MOST ? all.slice(0, 1) : all;
  return [
    `${paint(TONES[severity], severity.padEnd(8))}${paint('strong', TITLES[area])} ${paint('dim', id)}`,
    ...shown.flatMap((finding) => [...part('', finding.what), ...place(finding).flatMap((text) => part('at', text))]),
    ...(group.length > MOST ? part('', `… and ${group.length - MOST} more (--output json has all of them)`) : []),
    ...part('why', whyItMatters),
    ...remedies.flatMap((remedy, at) => labelled(at === 0 ? 'fix' : '', wrapWords(remedyWords(remedy), room - 8, ''))),
    ...(remedies.length < all.length ? part('', '… and so for the others') : []),
    '',
  ].join('\n');
}

/** What it is about, where the sentence does not say so. */
function place({ what, subject }: Finding): readonly string[] {
  return subject === '' || what.includes(subject) ? [] : [subject];
}

function remedyOf({ remedy, fix }: Finding): string {
  return `${remedy}${fix === undefined ? '' : ' [--fix]'}`;
}

function summary(findings: readonly Finding[], notes: boolean): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  if (count('error') + count('warning') === 0) return `Nothing is wrong${hidden(count('note'), notes)}.\n`;
  return `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}${hidden(count('note'), notes)}${fixable === 0 ? '' : `; ${fixable} can be mended by --fix`}.\n`;
}

function hidden(notes: number, shown: boolean): string {
  return notes === 0 || shown ? '' : `, ${counted(notes, 'note')} (--notes)`;
}
