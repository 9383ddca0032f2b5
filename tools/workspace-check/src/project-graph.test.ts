import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graphFile } from './project-graph.setup.ts';
import { workspaces } from './workspaces.ts';

interface GraphFile {
  readonly graph: { readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>> };
}

/** The arrows of `nx graph`, from each project to those of this repository that it depends on. */
function arrows(): ReadonlyMap<string, readonly string[]> {
  const { graph } = JSON.parse(readFileSync(graphFile, 'utf8')) as GraphFile;
  return new Map(
    Object.entries(graph.dependencies).map(([source, targets]) => [source, targets.map(({ target }) => target)]),
  );
}

/** Everything that can be reached from a project by its arrows. */
function reachableFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return reached;
}

describe('the graph of projects', () => {
  const graph = arrows();
  const all = workspaces();

  it('holds every workspace', () => {
    expect([...graph.keys()].sort()).toEqual(all.map(({ manifest }) => manifest.name).sort());
  });

  it.each(all.map(({ manifest }) => manifest.name))('has no way from %s back to itself', (name) => {
    expect(reachableFrom(name, graph)).not.toContain(name);
  });

  // A tool may start an app as a program, which is an arrow too; that it imports none is the lint's business.
  it('has no arrow from a package or an app to an app', () => {
    const apps = new Set(all.filter(({ kind }) => kind === 'apps').map(({ manifest }) => manifest.name));
    const toApps = all
      .filter(({ kind }) => kind !== 'tools')
      .flatMap(({ manifest }) => graph.get(manifest.name) ?? [])
      .filter((target) => apps.has(target));
    expect(toApps).toEqual([]);
  });

  it('has no arrow from a package or an app to a tool but for its tests', () => {
    const tools = new Set(all.filter(({ kind }) => kind === 'tools').map(({ manifest }) => manifest.name));
    const needed = all
      .filter(({ kind }) => kind !== 'tools')
      .flatMap(({ path, manifest }) =>
        Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
          .filter((name) => tools.has(name))
          .map((name) => `${path} needs ${name} at run time`),
      );
    expect(needed).toEqual([]);
  });
});
