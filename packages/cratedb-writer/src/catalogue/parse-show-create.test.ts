import { describe, expect, it } from 'vitest';
import { parseShowCreate } from './parse-show-create.js';

/** As CrateDB 6.2 prints it. */
const HOSTILE = `CREATE TABLE IF NOT EXISTS "shop"."orders" (
   "id" BIGINT NOT NULL,
   "q""u'o, te" TEXT DEFAULT 'x, "y" NOT NULL' NOT NULL,
   "n" NUMERIC(38, 10),
   "long" TEXT INDEX OFF STORAGE WITH (
      columnstore = false
   ),
   "off" TEXT INDEX OFF,
   "ft" TEXT INDEX USING FULLTEXT WITH (
      analyzer = 'english'
   ),
   "v" VARCHAR(20),
   "c" CHARACTER(5),
   "b" BIT(4),
   "fv" FLOAT_VECTOR(3),
   "a" ARRAY(TEXT),
   "aa" ARRAY(ARRAY(INTEGER)),
   "o" OBJECT(DYNAMIC) AS (
      "x" INTEGER,
      "PRIMARY KEY (""id"")" OBJECT(IGNORED) AS (
         "y" TEXT
      )
   ),
   "ao" ARRAY(OBJECT(STRICT) AS (
      "z" INTEGER
   )),
   "g" INTEGER GENERATED ALWAYS AS "id" + CAST(1 AS bigint),
   "ts" TIMESTAMP WITH TIME ZONE DEFAULT current_timestamp,
   "tn" TIMESTAMP WITHOUT TIME ZONE,
   "gp" GEO_POINT,
   "gs" GEO_SHAPE INDEX USING GEOHASH,
   "ip" IP,
   "u" UUID,
   "r" REAL,
   "d" DOUBLE PRECISION,
   "chk" INTEGER,
   "drayage_time" BIGINT,
   PRIMARY KEY ("id"),
   CONSTRAINT shop_orders_chk_check_7fb3887276cb CHECK("chk" > 0),
   CONSTRAINT named CHECK("n" > 0)
)
CLUSTERED BY ("id") INTO 2 SHARDS
WITH (
   column_policy = 'dynamic',
   number_of_replicas = '0-1'
)`;

const NAMED_KEY = `CREATE TABLE IF NOT EXISTS "shop"."orders" (
   "o'c" TEXT NOT NULL,
   "b, c" INTEGER NOT NULL,
   "v" TEXT,
   CONSTRAINT my, (pk) PRIMARY KEY ("o'c", "b, c")
)
CLUSTERED INTO 4 SHARDS
PARTITIONED BY ("b, c")`;

const UNIVERSAL = `CREATE TABLE IF NOT EXISTS "shop"."orders" (
   "pk" OBJECT(STRICT) AS (
      "id" BIGINT NOT NULL,
      "o'c" TEXT NOT NULL
   ),
   "data" OBJECT(DYNAMIC) AS (
      "name" TEXT,
      "nested" OBJECT(DYNAMIC) AS (
         "deep" INTEGER
      )
   ),
   "aux" OBJECT(IGNORED),
   "drayage_time" BIGINT,
   PRIMARY KEY ("pk"['id'], "pk"['o''c'])
)
CLUSTERED INTO 4 SHARDS`;

describe('a column for a column', () => {
  it('reads every type, whatever stands around it', () => {
    const { columns, ...rest } = parseShowCreate(HOSTILE);
    expect(rest).toEqual({ layout: 'direct', primaryKey: ['id'] });
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
      id: { kind: 'bigint' },
      'q"u\'o, te': { kind: 'text' },
      n: { kind: 'numeric', precision: 38, scale: 10 },
      long: { kind: 'long-text' },
      off: { kind: 'text' },
      ft: { kind: 'text' },
      v: { kind: 'varchar', length: 20 },
      c: { kind: 'character', length: 5 },
      b: { kind: 'bit', length: 4 },
      fv: { kind: 'float_vector', dimensions: 3 },
      a: { kind: 'array', of: { kind: 'text' } },
      aa: { kind: 'array', of: { kind: 'array', of: { kind: 'integer' } } },
      o: { kind: 'object', policy: 'dynamic' },
      ao: { kind: 'array', of: { kind: 'object', policy: 'strict' } },
      g: { kind: 'integer' },
      ts: { kind: 'timestamptz' },
      tn: { kind: 'timestamp' },
      gp: { kind: 'geo_point' },
      gs: { kind: 'geo_shape' },
      ip: { kind: 'ip' },
      u: { kind: 'uuid' },
      r: { kind: 'real' },
      d: { kind: 'double' },
      chk: { kind: 'integer' },
      drayage_time: { kind: 'bigint' },
    });
    expect(columns.every(({ place }) => place === 'column')).toBe(true);
  });

  it('reads a key that has a name, and the names in it', () => {
    expect(parseShowCreate(NAMED_KEY)).toMatchObject({
      layout: 'direct',
      primaryKey: ["o'c", 'b, c'],
      columns: [{ name: "o'c" }, { name: 'b, c' }, { name: 'v' }],
    });
  });

  it('knows a table without a key', () => {
    expect(parseShowCreate('CREATE TABLE IF NOT EXISTS "s"."t" (\n   "v" TEXT\n)\nCLUSTERED INTO 4 SHARDS')).toEqual({
      layout: 'direct',
      primaryKey: [],
      columns: [{ name: 'v', place: 'column', type: { kind: 'text' } }],
    });
  });
});

describe('the universal layout', () => {
  it('is known by its key, and its elements are read one level deep', () => {
    expect(parseShowCreate(UNIVERSAL)).toEqual({
      layout: 'universal',
      primaryKey: ['id', "o'c"],
      columns: [
        { name: 'pk', place: 'column', type: { kind: 'object', policy: 'strict' } },
        { name: 'id', place: 'pk', type: { kind: 'bigint' } },
        { name: "o'c", place: 'pk', type: { kind: 'text' } },
        { name: 'data', place: 'column', type: { kind: 'object', policy: 'dynamic' } },
        { name: 'name', place: 'data', type: { kind: 'text' } },
        { name: 'nested', place: 'data', type: { kind: 'object', policy: 'dynamic' } },
        { name: 'aux', place: 'column', type: { kind: 'object', policy: 'ignored' } },
        { name: 'drayage_time', place: 'column', type: { kind: 'bigint' } },
      ],
    });
  });

  it('is not taken for it where pk and data are columns of the source', () => {
    const text = UNIVERSAL.replace(/PRIMARY KEY .*/u, 'PRIMARY KEY ("pk")');
    expect(parseShowCreate(text).layout).toBe('direct');
  });
});
