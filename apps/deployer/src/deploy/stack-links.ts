import type { Template } from './template-changes.js';

/** What a stack gives to others, by the name of the export, with its value as the template has it. */
export function exportsOf({ Outputs = {} }: Template): ReadonlyMap<string, unknown> {
  return new Map(
    Object.values(Outputs).flatMap(({ Value, Export }) =>
      typeof Export?.Name === 'string' ? [[Export.Name, Value] as const] : [],
    ),
  );
}

/** The names of the exports that a stack takes from others. */
export function importsOf(template: Template): ReadonlySet<string> {
  const names = new Set<string>();
  visit(template, (key, value) => {
    if (key === 'Fn::ImportValue' && typeof value === 'string') names.add(value);
  });
  return names;
}

/** The stack that gives an export: the CDK puts its name first. */
export function giverOf(exportName: string): string {
  return exportName.split(':', 1)[0] ?? '';
}

/** The template with what it imports in the place of the imports, as far as that is known. */
export function withImports(template: Template, values: ReadonlyMap<string, string>): Template {
  return replaced(template, values) as Template;
}

/** The exports whose values come from one of these resources, directly or through others of the template. */
export function exportsFrom(template: Template, ids: ReadonlySet<string>): readonly string[] {
  const { Resources = {} } = template;
  const touched = new Set(ids);
  for (let size = -1; size !== touched.size;) {
    size = touched.size;
    for (const [id, resource] of Object.entries(Resources)) {
      if (refersTo(resource.Properties, touched)) touched.add(id);
    }
  }
  return [...exportsOf(template)].flatMap(([name, value]) => (refersTo(value, touched) ? [name] : []));
}

function refersTo(value: unknown, ids: ReadonlySet<string>): boolean {
  let found = false;
  visit(value, (key, child) => {
    const target =
      key === 'Ref' || key === 'Fn::GetAtt' ? (Array.isArray(child) ? (child[0] as unknown) : child) : undefined;
    if (typeof target === 'string' && ids.has(target.split('.', 1)[0] ?? '')) found = true;
    if (key === 'Fn::Sub')
      visit({ text: child }, (_, text) => {
        const names = typeof text === 'string' ? text.matchAll(/\$\{([^.}]+)/gu) : [];
        for (const [, name = ''] of names) found ||= ids.has(name);
      });
  });
  return found;
}

function visit(value: unknown, see: (key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value) as [string, unknown][]) {
    see(key, child);
    visit(child, see);
  }
}

function replaced(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, values));
  if (typeof value !== 'object' || value === null) return value;
  const name: unknown = Reflect.get(value, 'Fn::ImportValue');
  const known = typeof name === 'string' ? values.get(name) : undefined;
  if (known !== undefined) return known;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replaced(child, values)]));
}
