import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Tells when files below some folders change. */
export interface SourceWatcher {
  /** Resolves a moment after the next change. */
  nextChange(): Promise<void>;
  close(): void;
}

/** Editors and `git` write several files at once: a change is told when nothing more came for this long. */
const SETTLE_MS = 200;
const SOURCE_FILE = /\.(ts|js|json|html|css)$/;

/**
 * Watches each folder below `roots`, one by one: recursive watching of Node.js 20 loses changes on Linux. Roots that do
 * not exist are left out; folders that appear later are found.
 */
export async function watchSources(roots: readonly string[]): Promise<SourceWatcher> {
  const watchers = new Map<string, FSWatcher>();
  let listeners: (() => void)[] = [];
  let settle: NodeJS.Timeout | undefined;
  let closed = false;

  function onEvent(event: string, file: string | null): void {
    if (event === 'rename') void rescan();
    if (file === null || !SOURCE_FILE.test(file)) return;
    clearTimeout(settle);
    settle = setTimeout(() => {
      const told = listeners;
      listeners = [];
      for (const listener of told) listener();
    }, SETTLE_MS);
  }

  async function rescan(): Promise<void> {
    const found = (await Promise.all(roots.map(foldersBelow))).flat();
    for (const folder of found) {
      if (closed || watchers.has(folder)) continue;
      const watcher = watch(folder, { persistent: false }, onEvent);
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    }
  }

  await rescan();
  return {
    nextChange: () => new Promise((resolve) => listeners.push(resolve)),
    close: () => {
      closed = true;
      clearTimeout(settle);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

async function foldersBelow(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true, recursive: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    return [root, ...folders];
  } catch {
    return [];
  }
}
