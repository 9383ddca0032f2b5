import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../deploy/template-changes.js';
import { synthesize, templatesOf } from '../program/synthesize.js';
import { specOf } from './spec.js';

/** The templates that the program makes of a pipeline with these sections. */
export async function templatesOfSpec(sections: Parameters<typeof specOf>[0]): Promise<ReadonlyMap<string, Template>> {
  const folder = await mkdtemp(join(tmpdir(), 'drayage-templates-'));
  try {
    return templatesOf(synthesize(await specOf(sections), folder).assembly);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
