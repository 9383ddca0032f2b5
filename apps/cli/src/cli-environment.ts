import type { AwsClientOptions, OwnedAwsClients } from '@drayage/aws-ops';

/** What of the outside the decisions of a command depend on. Retries and reading have clocks and chance of their own. */
export interface CliEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Aborts at the first SIGINT or SIGTERM, with an error that has its name as message. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Waits between two looks; rejects as soon as `signal` aborts. */
  readonly pause: (ms: number) => Promise<void>;
  readonly createAwsClients: (options: AwsClientOptions) => Promise<OwnedAwsClients>;
}
