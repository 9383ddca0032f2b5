import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readImageSettings } from './dockerfile.ts';
import { readManifest, readText, root } from './workspaces.ts';

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image?: string;
        readonly ports?: readonly string[];
        readonly healthcheck?: unknown;
        readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
      }
    >
  >;
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'timeout-minutes'?: number;
        readonly services?: Readonly<Record<string, { readonly image: string }>>;
        readonly strategy?: { readonly matrix?: { readonly node?: readonly (string | number)[] } };
        readonly steps: readonly { readonly uses?: string }[];
      }
    >
  >;
}

const compose = parse(readText('compose.yaml')) as Compose;
const services = Object.entries(compose.services);
const workflowFolder = '.github/workflows';
const workflows = readdirSync(join(root, workflowFolder)).map((file) => ({
  file,
  workflow: parse(readText(`${workflowFolder}/${file}`)) as Workflow,
}));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file} ${name}`, job })),
);

describe('compose.yaml', () => {
  it.each(services)('opens the ports of %s on loopback only', (_name, { ports = [] }) => {
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.each(services)('takes a known version of %s', (_name, { image }) => {
    if (image !== undefined) expect(image).toMatch(/:\d+\.\d+/);
  });

  it('waits for the health of what the sink needs', () => {
    for (const [name, { condition }] of Object.entries(compose.services['sink']?.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[name]).toHaveProperty('healthcheck');
    }
  });
});

describe("the sink's image", () => {
  it('listens everywhere inside its container, in production, and not as root', () => {
    const { environment, entrypoint, user } = readImageSettings('apps/sink/Dockerfile');
    expect(environment).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '8080' });
    expect(entrypoint).toEqual(['node', 'main.js']);
    expect(user).toBe('1000:1000');
  });

  it('runs the Node.js that contributors use', () => {
    expect(readText('apps/sink/Dockerfile')).toContain(`FROM node:${readText('.nvmrc').trim()}-slim`);
  });
});

describe("the Lambda function's image", () => {
  const file = readText('apps/lambda-sink/Dockerfile');
  const [, lastStage = ''] = file.split(/^FROM public/m);

  it('is the public base for the Node.js that contributors use, with what is in the zip', () => {
    expect(lastStage).toMatch(new RegExp(`^\\.ecr\\.aws/lambda/nodejs:${readText('.nvmrc').trim()}\\n`));
    expect(lastStage).toContain('COPY --from=build /src/apps/lambda-sink/dist/function/ ${LAMBDA_TASK_ROOT}/');
    expect(file).toContain('RUN npx nx build lambda-sink');
  });

  it('keeps the entry point of the base, and names the handler', () => {
    expect(lastStage).not.toMatch(/^(ENTRYPOINT|USER|WORKDIR|EXPOSE|HEALTHCHECK)/m);
    expect(lastStage).toMatch(/^CMD \["index\.handler"\]$/m);
  });

  it('is built like the container, by the same first stage', () => {
    const first = (text: string): string =>
      text.slice(text.indexOf('FROM --platform'), text.indexOf('RUN npx nx build'));
    expect(first(file)).toBe(first(readText('apps/sink/Dockerfile')));
  });
});

describe('the workflows', () => {
  it.each(workflows)('$file gives no permission but to read, unless a job asks', ({ workflow }) => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it.each(jobs)('$name uses actions of a known major version or commit, and ends by itself', ({ job }) => {
    const actions = job.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.filter((action) => !/@(v\d+(\.\d+)*|[0-9a-f]{40})$/.test(action))).toEqual([]);
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('tests the oldest Node.js that the packages promise', () => {
    const tested = jobs.flatMap(({ job }) => job.strategy?.matrix?.node ?? []).map(String);
    expect(`>=${String(tested[0])}`).toBe(readManifest('package.json').engines?.node);
  });

  it('tests against the CrateDB of compose.yaml', () => {
    const images = jobs.flatMap(({ job }) => Object.values(job.services ?? {}).map(({ image }) => image));
    expect(images).toContain(compose.services['cratedb']?.image);
  });
});
