/** A scalar bound to a statement, as text wherever a JavaScript number could lose digits. */
export type ScalarParameter = string | number | boolean | null;

/** What a statement binds: a scalar, or one array for a typed `UNNEST` column. */
export type Parameter = ScalarParameter | readonly ScalarParameter[];

/** One SQL statement as data. Values travel as parameters only; identifiers went through `quoteIdentifier`. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  /** The SQL type that each array parameter is cast to, in their order: with it an array may travel in binary form. */
  readonly arrayTypes?: readonly string[];
}
