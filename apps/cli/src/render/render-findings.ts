import type { Area, Finding, Severity } from '@drayage/doctor';
import type { Paint, Tone } from './paint.js';

export interface FindingsView {
  /** Also limits that nothing mends. */
  readonly notes: boolean;
  readonly width: number | undefined;
  readonly paint: Paint;
}

const TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warning', note: 'dim' };
const WIDEST = 120;

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
};

/** The findings for a person: the worst first, what, why and what to do, then how many there are. */
export function renderFindings(findings: readonly Finding[], { notes, width, paint }: FindingsView): string {
  const room = Math.min(width ?? WIDEST, WIDEST);
  const shown = notes ? findings : findings.filter(({ severity }) => severity !== 'note');
  const blocks = shown.map((finding) => block(finding, room, paint));
  return [...blocks, summary(findings, notes)].join('\n');
}

function block({ severity, area, id, what, whyItMatters, remedy, fix }: Finding, room: number, paint: Paint): string {
  const part = (label: string, text: string): readonly string[] => wrap(text, room - 8).map((line, at) => `  ${(at === 0 ? label : '').padEnd(6)}${line}`);
  return [
    `${paint(TONES[severity], severity.padEnd(8))}${paint('strong', TITLES[area])} ${paint('dim', id)}`,
    ...part('', what),
    ...part('why', whyItMatters),
    ...part('fix', `${remedy}${fix === undefined ? '' : ' [--fix]'}`),
    '',
  ].join('\n');
}

function summary(findings: readonly Finding[], notes: boolean): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  if (count('error') + count('warning') === 0) return `Nothing is wrong${hidden(count('note'), notes)}.\n`;
  return `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}${hidden(count('note'), notes)}${fixable === 0 ? '' : `; ${fixable} can be mended by --fix`}.\n`;
}

function hidden(notes: number, shown: boolean): string {
  return notes === 0 || shown ? '' : `, ${plural(notes, 'note')} (--notes)`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** Lines of whole words; a word that is longer than the room stays whole. */
export function wrap(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
