import fc from 'fast-check';

const SPICE = [
  '%',
  '%2E',
  '%5F',
  '%~',
  '%25',
  '.',
  '[',
  ']',
  '"',
  "'",
  ' ',
  '\t',
  '\n',
  '\0',
  '/',
  '*',
  '#',
  '\\',
  '_',
  '-',
  '+',
  'é',
  'ж',
  '😀',
  '\ud800',
  '\udfff',
];
const WORDS = [
  '_id',
  '_version',
  'drayage_time',
  'drayage_id',
  'sys',
  'blob',
  'pg_catalog',
  'drayage',
  'ctid',
  'order',
  '0123456789ab',
];

/** Names made of what the rules look for, and any text besides. */
export const arbitraryName = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...SPICE), fc.constantFrom(...WORDS), fc.string({ maxLength: 3 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'binary', minLength: 60, maxLength: 400 }),
);
