import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../deploy/template-changes.js';
import { templatesOf } from '../program/synthesize.js';
import { uncheckedApp } from '../unchecked-app.js';
import { specOf } from './spec.js';

/** The templates that the program makes of a pipeline with these sections, without looking for what is wrong in them. */
export async function templatesOfSpec(sections: Parameters<typeof specOf>[0]): Promise<ReadonlyMap<string, Template>> {
  const folder = await mkdtemp(join(tmpdir(), 'drayage-templates-'));
  try {
    return templatesOf(uncheckedApp(await specOf(sections), folder).synth());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
