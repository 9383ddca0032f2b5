/** A setting at a path of a JSON document; `undefined` where it is not there. */
export function settingAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    document,
  );
}

/** Settings are booleans, or texts that look like one: the API, CloudFormation and hand-written JSON differ. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|y|yes|1)$/iu.test(value));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As the operator finds it in the JSON: `ErrorBehavior.DataErrorPolicy`. */
export function settingName(path: readonly string[]): string {
  return path.join('.');
}

/** A part of the settings with one value in it. */
export function settingsWith(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  const [name = '', ...rest] = path;
  return { [name]: rest.length === 0 ? value : settingsWith(rest, value) };
}

/** The value as it stands, for a sentence. */
export function showSetting(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

/** `base` with `patch` laid over it, section by section; lists are replaced. */
export function mergeSettings(
  base: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(patch)) {
    const before = merged[name];
    merged[name] = isRecord(value) && isRecord(before) ? mergeSettings(before, value) : value;
  }
  return merged;
}
