type Outputs = Readonly<Record<string, string>>;

/** What several stacks tell, together; of those that tell the same name the last one counts. */
export function allOutputs(each: Iterable<Outputs | undefined>): Outputs {
  return Object.fromEntries([...each].flatMap((outputs) => Object.entries(outputs ?? {})));
}
