import { expect, it } from 'vitest';
import { diagnose } from '../diagnose.js';
import { ALL_CASES } from '../testing/all-cases.js';

/** Where a statement begins; words such as "grant" stand in sentences in small letters. */
const STATEMENT =
  /\b(?:ALTER (?:SYSTEM|ROLE|TABLE|EVENT)|CALL mysql|COMMIT PREPARED|CREATE (?:EXTENSION|POLICY|ROLE|SCHEMA|USER)|DROP (?:EVENT|FUNCTION|TABLE IF)|GRANT|KILL|ROLLBACK PREPARED|SELECT|SET (?:GLOBAL|PERSIST)|XA RECOVER)\b/u;
/** What no statement of these has in it: a sentence goes on. */
const PROSE = /, (?:if|in|or|then|with) |\bor\b|\bwith PluginName\b|: |\. |\)\.|\)\)/u;

/** Each statement of a remedy, from its first word to its semicolon, or to the end. */
function statementsOf(remedy: string): readonly string[] {
  const begin = STATEMENT.exec(remedy)?.index;
  if (begin === undefined) return [];
  const end = remedy.indexOf(';', begin);
  if (end === -1) return [remedy.slice(begin)];
  return [remedy.slice(begin, end + 1), ...statementsOf(remedy.slice(end + 1))];
}

const REMEDIES = [
  ...new Set(
    ALL_CASES.flatMap(({ facts }) => diagnose(facts))
      .filter(({ severity }) => severity !== 'note')
      .map(({ remedy }) => remedy),
  ),
].filter((remedy) => statementsOf(remedy).length > 0);

it.each(REMEDIES)('can be copied statement by statement: %s', (remedy) => {
  for (const statement of statementsOf(remedy)) {
    expect(statement).toMatch(/;$/u);
    expect(statement).not.toMatch(PROSE);
  }
});

it('is tried with statements of every kind', () => {
  expect(REMEDIES.length).toBeGreaterThan(30);
});
