/** A bar of so many characters; `part` in [0, 1]. */
export function renderBar(part: number, length: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, part)) * length);
  return `${'█'.repeat(filled)}${'░'.repeat(length - filled)}`;
}
