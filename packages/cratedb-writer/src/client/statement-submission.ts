import type { Connection, Submittable } from 'pg';

import type { Parameter } from '../statement.js';
import { encodeBinaryArray } from './encode-binary-array.js';
import { formatParameter, isArray } from './format-parameter.js';
import type { BatchResult } from './sink-database.js';

export type SubmissionResult = BatchResult;

/**
 * One unnamed statement on a `pg` client: one Parse, a Bind and an Execute for each set of parameters, one Sync.
 * `pg` forgets a query at its first ErrorResponse, so an error settles `result` at once; what the server still sends
 * for the same Sync then reaches the client's `error` event. A caller who sent several sets drops the connection.
 */
export class StatementSubmission implements Submittable {
  readonly result: Promise<SubmissionResult>;
  readonly #sql: string;
  readonly #parameterSets: readonly (readonly Parameter[])[];
  readonly #rows: (string | null)[][] = [];
  readonly #rowCounts: number[] = [];
  #resolve: (result: SubmissionResult) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  readonly #arrayTypes: readonly string[] | undefined;

  constructor(sql: string, parameterSets: readonly (readonly Parameter[])[], arrayTypes?: readonly string[]) {
    this.#sql = sql;
    this.#parameterSets = parameterSets;
    this.#arrayTypes = arrayTypes;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Called by `pg` when the connection is free. */
  submit(connection: Connection): void {
    connection.stream.cork();
    try {
      connection.parse({ name: '', text: this.#sql, types: [] }, true);
      for (const parameters of this.#parameterSets) {
        connection.bind(
          { values: parameters.map((value, index) => bindValue(value, this.#arrayTypes?.[index])) },
          true,
        );
        connection.execute({}, true);
      }
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription(): void {
    // Columns are known by position; values stay text.
  }

  handleDataRow(message: { readonly fields: (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.#rowCounts.push(rowCountOf(message.text));
  }

  handleEmptyQuery(): void {
    this.#rowCounts.push(0);
  }

  handlePortalSuspended(): void {
    // Never happens: Execute asks for all rows.
  }

  handleCopyInResponse(): void {
    this.#reject(new Error('COPY is not supported'));
  }

  handleCopyData(): void {
    // Never asked for.
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve({ rowCounts: this.#rowCounts, rows: this.#rows });
  }
}

/** `pg` binds a buffer as binary and a text as text. */
function bindValue(value: Parameter, arrayType: string | undefined): Buffer | string | null {
  if (arrayType === undefined || !isArray(value)) return formatParameter(value);
  return encodeBinaryArray(value, arrayType) ?? formatParameter(value);
}

/** `INSERT 0 -3` → -3, `DELETE 1` → 1, `SET` → 0. */
function rowCountOf(commandTag: string): number {
  return Number(/-?\d+$/.exec(commandTag)?.[0] ?? 0);
}
