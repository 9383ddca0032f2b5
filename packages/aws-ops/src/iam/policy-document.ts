/** A statement of a policy, its lists always lists. Conditions are kept as they are and not judged here. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** As written: with wildcards, in any case. Empty for `NotAction`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `Service`, `AWS`, `Federated`: the principals of a trust policy, `*` under `*`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly conditions: unknown;
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
}

/** IAM answers documents URL-encoded. What is not a policy has no statements. */
export function parsePolicyDocument(text: string | undefined): PolicyDocument {
  const json = decode(text ?? '');
  if (!isRecord(json)) return { statements: [] };
  const statements = Array.isArray(json.Statement) ? json.Statement : [json.Statement];
  return { statements: statements.filter(isRecord).map(toStatement) };
}

/**
 * Whether the documents allow an action on a resource: some statement allows it, and none denies it. Wildcards count as
 * IAM counts them. Conditions are taken as met where they allow, and as not met where they deny: what only AWS can tell
 * is not held against the role. Without a resource: on any, which only a deny of all of them denies.
 */
export function isAllowed(documents: readonly PolicyDocument[], action: string, resource: string | undefined): boolean {
  const isOn = ({ effect, resources }: PolicyStatement): boolean =>
    resource === undefined
      ? effect === 'Allow' || resources.includes('*')
      : resources.some((pattern) => matches(pattern, resource, ''));
  const matching = documents
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.actions.some((pattern) => matches(pattern, action, 'i')) && isOn(statement));
  return (
    matching.some(({ effect }) => effect === 'Allow') &&
    !matching.some(({ effect, conditions }) => effect === 'Deny' && conditions === undefined)
  );
}

function toStatement(statement: Record<string, unknown>): PolicyStatement {
  const { Principal } = statement;
  return {
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(statement.Action),
    resources: texts(statement.Resource),
    principals: isRecord(Principal)
      ? Object.fromEntries(Object.entries(Principal).map(([kind, names]) => [kind, texts(names)]))
      : { '*': texts(Principal) },
    conditions: statement.Condition,
  };
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}

function matches(pattern: string, text: string, flags: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

function decode(text: string): unknown {
  for (const candidate of [() => decodeURIComponent(text), () => text]) {
    try {
      return JSON.parse(candidate());
    } catch {
      // The other way of writing it.
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
