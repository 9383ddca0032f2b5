import type { ServerTimeZone } from '../facts/mysql-facts.js';

export type Offsets = ServerTimeZone['offsets'];

/** Of one year: which rules a zone has is told by both. */
const JANUARY = Date.UTC(2024, 0, 15, 12);
const JULY = Date.UTC(2024, 6, 15, 12);

/** Minutes that a zone is ahead of UTC in January and in July; `undefined` where its name means none. */
export function offsetsOf(zone: string): Offsets | undefined {
  const fixed = minutesOf(zone);
  if (fixed !== undefined) return [fixed, fixed];
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const at = (time: number): number => {
      const shown = format.formatToParts(new Date(time)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      return minutesOf(shown.replace('GMT', '')) ?? 0;
    };
    return [at(JANUARY), at(JULY)];
  } catch {
    return undefined;
  }
}

/** A name that AWS DMS takes for it: offsets alone have names of whole hours, whose signs are the other way round. */
export function nameOfZone({ name, offsets: [january, july] }: ServerTimeZone): string | undefined {
  const own = minutesOf(name) === undefined ? offsetsOf(name) : undefined;
  if (own !== undefined && own[0] === january && own[1] === july) return name;
  if (january !== july || january % 60 !== 0) return undefined;
  return january === 0 ? 'UTC' : `Etc/GMT${january > 0 ? '-' : '+'}${Math.abs(january) / 60}`;
}

/** `UTC+1 in January and UTC+2 in July` */
export function showOffsets([january, july]: Offsets): string {
  return january === july ? showOffset(january) : `${showOffset(january)} in January and ${showOffset(july)} in July`;
}

function showOffset(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const hours = `${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '-' : '+'}${hours}`;
}

function minutesOf(offset: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):(\d{2})$/u.exec(offset) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
