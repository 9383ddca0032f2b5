/** Settings of another tool in the words of this one. */
export interface Conversion {
  /** As it stands in `drayage.config.yaml`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What has no equivalent, or means something else here: a sentence each. */
  readonly notes: readonly string[];
}

/** The settings are not of the form that the other tool has. */
export class ConversionError extends Error {
  readonly code = 'not-convertible';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'ConversionError';
    this.remedy = remedy;
  }
}
