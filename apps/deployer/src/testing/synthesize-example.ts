import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { formatProblem } from '@drayage/config';
import { buildApp } from '../build-app.js';
import { loadPipeline } from '../pipeline/load-pipeline.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

export const EXAMPLES = [
  'minimal',
  'demo-postgresql-lambda',
  'demo-mysql-fargate',
  'existing-vpc-serverless',
  'classic-multi-table',
] as const;
export type Example = (typeof EXAMPLES)[number];

const FOLDER = fileURLToPath(new URL('../../../../examples', import.meta.url));
const TARGET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';
const BUNDLE = fileURLToPath(new URL('./function-bundle', import.meta.url));

export interface Synthesized {
  readonly spec: PipelineSpec;
  readonly warnings: readonly string[];
  readonly app: App;
  readonly assembly: CloudAssembly;
}

/** The pipeline of a configuration file of the examples. */
export async function loadExample(name: Example): Promise<Omit<Synthesized, 'app' | 'assembly'>> {
  const loaded = await loadPipeline({
    env: {},
    cwd: FOLDER,
    readFile: (path) => readFile(path, 'utf8'),
    configFile: `${name}.yaml`,
    functionBundle: BUNDLE,
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded;
}

/** The templates of a pipeline from sections of a configuration, as the program makes them. */
export async function synthesizeSections(sections: Readonly<Record<string, unknown>>): Promise<Synthesized> {
  const values = { pipeline: 'shop', target: { urlSecretArn: TARGET }, ...sections };
  const loaded = await loadPipeline({
    env: {},
    cwd: FOLDER,
    readFile: (path) =>
      path.endsWith('sections.json')
        ? Promise.resolve(JSON.stringify(values))
        : Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
    configFile: 'sections.json',
    functionBundle: BUNDLE,
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const app = buildApp(loaded.spec, await newFolder());
  return { ...loaded, app, assembly: app.synth() };
}

/** The templates of an example, as the program makes them. */
export async function synthesizeExample(name: Example): Promise<Synthesized> {
  const loaded = await loadExample(name);
  const app = buildApp(loaded.spec, await newFolder());
  return { ...loaded, app, assembly: app.synth() };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'drayage-synth-'));
}
