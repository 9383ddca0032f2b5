const ESCAPES = /(?:%[0-9A-F]{2})+/g;
const CUT = /%~[0-9a-f]{12}$/;

/**
 * The name at the source of a name in the target, by the rule that `docs/21-types.md` gives to users. A name that was too
 * long is cut and ends with a hash: it is the one of the known names that begins as it does.
 */
export function sourceName(targetName: string, knownNames: readonly string[]): string {
  if (targetName === '%~') return '';
  if (!CUT.test(targetName)) return unescape(targetName);
  const beginning = unescape(targetName.replace(CUT, ''));
  return knownNames.find((name) => name.startsWith(beginning)) ?? targetName;
}

function unescape(text: string): string {
  return text.replace(ESCAPES, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
