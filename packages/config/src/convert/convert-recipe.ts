import { parseDocument } from 'yaml';

import { type Conversion, ConversionError } from './conversion.js';
import { listOf, recordOf, textOf } from './read-unknown.js';

const SETTINGS = new Set(['mapping_strategy', 'ignore_ddl']);
const PARTS = new Set(['address', 'settings', 'pk', 'map']);
/** Both words mean a JSON document in an object column. */
const OBJECT_TYPES = new Set(['map', 'object']);

/**
 * A recipe of the CrateDB Toolkit for DMS (`meta.type: dms-recipe`): keys, types of columns, strategy and whether DDL is
 * followed, by table.
 *
 * @throws ConversionError where it is none.
 */
export function convertRecipe(text: string): Conversion {
  const document = parseDocument(text, { prettyErrors: false });
  const [mistake] = document.errors;
  if (mistake !== undefined)
    throw new ConversionError(`The recipe is not valid YAML (${mistake.code}).`, 'Correct its syntax.');
  const recipe = recordOf(document.toJS());
  const collections = listOf(recipe['collections']);
  if (collections.length === 0) {
    throw new ConversionError('The recipe has no collections.', 'Give the file that ctk takes by --transformation.');
  }
  const notes: string[] = [
    ...metaNotes(recordOf(recipe['meta'])),
    ...unknownKeys('the recipe', recipe, new Set(['meta', 'collections'])),
  ];
  const tables = collections.map((collection, at) => convertCollection(recordOf(collection), at, notes));
  const isAdopting = tables.some((table) => table['schemaChanges'] !== undefined);
  return { config: { write: { ...(isAdopting ? { adopt: true } : {}), tables } }, notes };
}

function metaNotes(meta: Readonly<Record<string, unknown>>): readonly string[] {
  const type = textOf(meta['type']);
  return type === undefined || type === 'dms-recipe'
    ? []
    : [`The recipe is a ${type}, not a dms-recipe: what it says of other sources is passed over.`];
}

function convertCollection(
  collection: Readonly<Record<string, unknown>>,
  at: number,
  notes: string[],
): Readonly<Record<string, unknown>> {
  const address = recordOf(collection['address']);
  const [schema, name] = [textOf(address['container']), textOf(address['name'])];
  if (name === undefined) {
    throw new ConversionError(
      `Collection ${at + 1} of the recipe has no address.name.`,
      'Name the table: address: { container: public, name: orders }.',
    );
  }
  const table = schema === undefined ? name : `${schema}.${name}`;
  const given = collection['settings'] ?? {};
  const settings = recordOf(given);
  if (settings !== given) notes.push(`${table}: settings has no names, and is passed over.`);
  notes.push(...unknownKeys(table, collection, PARTS), ...unknownKeys(`${table}.settings`, settings, SETTINGS));
  const primaryKey = pointers(table, 'pk', collection['pk'], notes).map(({ column }) => column);
  const columnTypes = pointers(table, 'map', collection['map'], notes).flatMap(({ column, type }) =>
    type === undefined ? [] : [[column, toType(type)] as const],
  );
  return {
    table,
    ...mapping(table, settings['mapping_strategy'], notes),
    ...(primaryKey.length === 0 ? {} : { primaryKey }),
    ...(columnTypes.length === 0 ? {} : { columnTypes: Object.fromEntries(columnTypes) }),
    ...(settings['ignore_ddl'] === true ? frozen(table, notes) : {}),
  };
}

function mapping(table: string, strategy: unknown, notes: string[]): { readonly mapping?: string } {
  if (strategy === undefined) return {};
  if (strategy === 'direct' || strategy === 'universal') return { mapping: strategy };
  notes.push(`${table}: the mapping_strategy ${JSON.stringify(strategy)} is not known; direct is taken.`);
  return {};
}

/** Whoever ignores DDL has made the table: it is taken over, and never changed. */
function frozen(table: string, notes: string[]): Readonly<Record<string, unknown>> {
  notes.push(
    `${table}: ignore_ddl becomes schemaChanges: freeze (rows with a column that the target lacks become dead letters), and write.adopt, as the table is there already.`,
  );
  return { schemaChanges: { tables: 'freeze', columns: 'freeze', types: 'freeze' } };
}

interface Pointer {
  readonly column: string;
  readonly type: string | undefined;
}

function pointers(table: string, part: string, definition: unknown, notes: string[]): readonly Pointer[] {
  if (definition === undefined || definition === null) return [];
  const { rules, ...others } = recordOf(definition);
  notes.push(...unknownKeys(`${table}.${part}`, others, new Set()));
  if (!Array.isArray(rules)) {
    notes.push(`${table}: ${part} has no list of rules, and is passed over.`);
    return [];
  }
  return listOf(rules).flatMap((entry) => {
    const rule = recordOf(entry);
    const path = textOf(rule['pointer'])?.replace(/^\//, '');
    if (path === undefined) {
      notes.push(`${table}: a rule of ${part} has no pointer, and is passed over.`);
      return [];
    }
    if (path.includes('/')) {
      notes.push(
        `${table}: ${part} points into a document (/${path}); only whole columns have a type or a place in the key here.`,
      );
      return [];
    }
    const type = textOf(rule['type']);
    if (part === 'pk' && type !== undefined)
      notes.push(`${table}: the type ${type} of the key column ${path} is not needed: types come from the source.`);
    return [{ column: path.replaceAll('~1', '/').replaceAll('~0', '~'), type }];
  });
}

function toType(type: string): string {
  return OBJECT_TYPES.has(type.toLowerCase()) ? 'object(dynamic)' : type;
}

function unknownKeys(
  where: string,
  record: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): readonly string[] {
  return Object.keys(record)
    .filter((key) => !known.has(key))
    .map((key) => `${where}: ${key} has no equivalent.`);
}
