import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadOk, MINIMAL_ENV } from '../testing/load.js';
import { ConversionError } from './conversion.js';
import { convertAddress } from './convert-address.js';
import { convertColumnTypesSetting } from './convert-column-types-setting.js';
import { convertRecipe } from './convert-recipe.js';
import { renderConfigYaml } from './render-config.js';

const RECIPE = `
meta: { type: dms-recipe, version: 1 }
collections:
- address: { container: public, name: orders }
  settings: { mapping_strategy: direct, ignore_ddl: true, flavour: sweet }
  pk:
    rules:
    - { pointer: /id, type: bigint }
    - { pointer: /line }
  map:
    rules:
    - { pointer: /resource, type: object }
    - { pointer: /tags, type: array(text) }
    - { pointer: /resource/inner, type: object }
- address: { container: public, name: events }
  settings: { mapping_strategy: universal }
  pre: { rules: [] }
`;

it('converts a recipe, and says what has no equivalent', async () => {
  const { config, notes } = convertRecipe(RECIPE);
  expect(config).toEqual({
    write: {
      adopt: true,
      tables: [
        {
          table: 'public.orders',
          mapping: 'direct',
          primaryKey: ['id', 'line'],
          columnTypes: { resource: 'object(dynamic)', tags: 'array(text)' },
          schemaChanges: { tables: 'freeze', columns: 'freeze', types: 'freeze' },
        },
        { table: 'public.events', mapping: 'universal' },
      ],
    },
  });
  expect(notes).toEqual([
    'public.orders.settings: flavour has no equivalent.',
    'public.orders: the type bigint of the key column id is not needed: types come from the source.',
    'public.orders: map points into a document (/resource/inner); only whole columns have a type or a place in the key here.',
    'public.orders: ignore_ddl becomes schemaChanges: freeze (rows with a column that the target lacks become dead letters), and write.adopt, as the table is there already.',
    'public.events: pre has no equivalent.',
  ]);
  // What it prints is a configuration.
  const { config: loaded } = await loadOk({
    env: MINIMAL_ENV,
    files: { 'drayage.config.yaml': renderConfigYaml(config) },
  });
  expect(loaded.write.tables).toHaveLength(2);
});

it.each([
  ['pk: [id]', ['public.orders: pk has no list of rules, and is passed over.']],
  ['map: { rules: { pointer: /a, type: object } }', ['public.orders: map has no list of rules, and is passed over.']],
  ['map: text', ['public.orders: map has no list of rules, and is passed over.']],
  ['pk: { rules: [], rule: { pointer: /id } }', ['public.orders.pk: rule has no equivalent.']],
  ['pk: { rules: [id] }', ['public.orders: a rule of pk has no pointer, and is passed over.']],
  ['settings: [direct]', ['public.orders: settings has no names, and is passed over.']],
  ['pk:', []],
  ['settings:', []],
])('says of a recipe with %j what is passed over', (part, expected) => {
  const { config, notes } = convertRecipe(`collections:\n- address: { container: public, name: orders }\n  ${part}\n`);
  expect(config).toEqual({ write: { tables: [{ table: 'public.orders' }] } });
  expect(notes).toEqual(expected);
});

it.each([
  ['collections: [', 'not valid YAML'],
  ['meta: {}', 'has no collections'],
  ['collections: [{address: {container: public}}]', 'Collection 1 of the recipe has no address.name.'],
])('refuses the recipe %j', (text, message) => {
  expect(() => convertRecipe(text)).toThrow(message);
});

it('converts an address with an ARN', async () => {
  const { config, notes } = convertAddress(
    'kinesis+dms:///arn:aws:kinesis:eu-central-1:123456789012:stream/orders?checkpointer=cratedb',
  );
  expect(config).toEqual({
    kinesis: { stream: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders', checkpoints: 'target' },
  });
  expect(notes).toEqual([expect.stringContaining('ext.kinesis_checkpoints are not taken over')]);
  const { config: loaded } = await loadOk({
    env: { SINK_URL: 'pglite:' },
    files: { 'drayage.config.yaml': stringify(config) },
  });
  expect(loaded.pipeline).toBe('orders');
});

it('converts an address with an endpoint, and repeats no key', () => {
  const { config, notes } = convertAddress(
    'kinesis+dms://AKIAX:hunter2@localhost:4566/orders?region=us-east-1&start=earliest&batch-size=500&create=true&seqno=3',
  );
  expect(config).toEqual({
    kinesis: { stream: 'orders', endpoint: 'http://localhost:4566', region: 'us-east-1', start: 'trim-horizon' },
  });
  expect(notes).toHaveLength(5);
  expect(JSON.stringify({ config, notes })).not.toMatch(/AKIAX|hunter2/u);
});

it('sends a file of messages to replay', () => {
  expect(convertAddress('kinesis+dms:///tmp/dms.jsonl')).toEqual({
    config: {},
    notes: ['The address names a file of messages: dray replay /tmp/dms.jsonl --to URL applies it.'],
  });
});

it.each([
  ['kinesis+dynamodb:///x', 'This is no address kinesis+dms://.'],
  ['kinesis+dms://aws/', 'The address names no stream.'],
  ['hunter2', 'This is no address kinesis+dms://.'],
  ['kinesis+dms:///hunter2%zz', 'The address has a % that begins no character code.'],
  ['kinesis+dms://AKIA:1234/hunter2@aws/orders', 'The address has an @ behind its host'],
  ['kinesis+dms://AKIA:1234?hunter2@aws/orders', 'The address has an @ behind its host'],
  ['kinesis+dms://AKIA:1234#hunter2@aws/orders', 'The address has an @ behind its host'],
])('refuses the address %s, and repeats no key', (address, message) => {
  const refuse = (): unknown => convertAddress(address);
  expect(refuse).toThrow(ConversionError);
  expect(refuse).toThrow(message);
  expect(refuse).not.toThrow(/hunter2/u);
});

it('converts COLUMN_TYPES', () => {
  expect(convertColumnTypesSetting('{"public:orders:attributes": "map", "public:orders:tags": "array(text)"}')).toEqual(
    {
      config: { write: { columnTypes: { 'public.orders': { attributes: 'object(dynamic)', tags: 'array(text)' } } } },
      notes: [],
    },
  );
  expect(() => convertColumnTypesSetting('{"public.orders": 1}')).toThrow('not the form');
});
