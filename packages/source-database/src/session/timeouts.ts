/** How long a server may take to answer a connection and its login. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** How long one statement may take: a doctor’s look is no load for the source. */
export const STATEMENT_TIMEOUT_MS = 30_000;
