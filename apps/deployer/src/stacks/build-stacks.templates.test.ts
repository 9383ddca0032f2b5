import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { diagnoseSettings } from '@drayage/doctor';
import { pythonTool } from '@drayage/testing';
import { doctorFacts } from '../testing/doctor-facts.js';
import { MATRIX } from '../testing/matrix.js';
import {
  type Example,
  EXAMPLES,
  type Synthesized,
  synthesizeExample,
  synthesizeSections,
} from '../testing/synthesize-example.js';
import {
  outputsOf,
  type Resource,
  resourceOf,
  resourcesOf,
  type Statement,
  templateOf,
} from '../testing/template-facts.js';
import { ACCOUNT_ROLES_STACK } from './stages.js';
import { acknowledgedFindings, renderFindings } from './acknowledged-findings.js';

const run = promisify(execFile);

/**
 * The library orders `DependsOn` itself, also where a reference says the same; and a demonstration's database names a major
 * version, of which RDS takes its own minor, where the linter knows minors.
 */
const LINT_IGNORED = ['W3005', 'E3691', 'W3691'];

const made = new Map<Example, Synthesized>();
const of = (name: Example): Synthesized => {
  const found = made.get(name);
  if (found === undefined) throw new Error(`${name} was not made.`);
  return found;
};
/** Of the pipelines that have what no example has; made once, each looked through by cdk-nag as it is made. */
const others = new Map<string, Synthesized>();
const stacksOf = (name: Example): Synthesized['assembly']['stacks'] => of(name).assembly.stacks;

// Everything that looks at templates looks at these.
vi.stubEnv('CDK_VALIDATION', 'true');

beforeAll(async () => {
  for (const name of EXAMPLES) made.set(name, await synthesizeExample(name));
}, 120_000);

describe.each(Object.entries(MATRIX))('a pipeline with %s', (name, sections) => {
  it('passes cdk-nag, and the doctor finds nothing', { timeout: 120_000 }, async () => {
    const synthesized = await synthesizeSections(sections);
    others.set(name, synthesized);
    const { spec, assembly } = synthesized;
    const findings = diagnoseSettings(doctorFacts(spec, assembly.stacks));
    expect(findings.map(({ id, subject }) => `${id}: ${subject}`)).toEqual([]);
    expect(assembly.manifest.missing).toBeUndefined();
  });
});

describe.each(EXAMPLES)('the templates of %s', (name) => {
  it('are those that were reviewed', async () => {
    const templates = Object.fromEntries(stacksOf(name).map((stack) => [stack.stackName, templateOf(stack)]));
    await expect(`${JSON.stringify(templates, undefined, 1)}\n`).toMatchFileSnapshot(
      `../testing/snapshots/${name}.json`,
    );
  });

  it('ask nothing of an account: no look-up is missing, and no image is built', () => {
    const { assembly } = of(name);
    expect(assembly.manifest.missing).toBeUndefined();
    const assets = assembly.artifacts.flatMap((artifact) =>
      'contents' in artifact ? [JSON.stringify(artifact.contents)] : [],
    );
    expect(assets.join('')).not.toMatch(/"dockerImages":\{"/);
  });

  it('hold nothing that the doctor would find', () => {
    const { spec } = of(name);
    const findings = diagnoseSettings(doctorFacts(spec, stacksOf(name)));
    expect(findings.map(({ id, subject }) => `${id}: ${subject}`)).toEqual([]);
  });

  it('hold no password: neither in a property, a variable nor an output', () => {
    const text = JSON.stringify(stacksOf(name).map(templateOf));
    expect(text).not.toMatch(/"(Password|MasterUserPassword|Username)":"/);
    for (const { Properties } of resourcesOf(stacksOf(name), 'AWS::Lambda::Function')) {
      expect(JSON.stringify(Properties['Environment'])).not.toContain('SINK_URL"');
    }
    expect(JSON.stringify(outputsOf(stacksOf(name)))).not.toContain('resolve:secretsmanager');
  });

  // A changed id is a resource that is deleted and made anew: whoever changes this file says that this is meant.
  it('keep their logical ids', async () => {
    const ids = Object.fromEntries(
      stacksOf(name).map((stack) => [stack.stackName, idsOf(templateOf(stack).Resources)]),
    );
    await expect(`${JSON.stringify(ids, undefined, 1)}\n`).toMatchFileSnapshot(`../testing/logical-ids/${name}.json`);
  });
});

function idsOf(resources: Readonly<Record<string, Resource>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(resources ?? {}).map(([id, { Type }]) => [id, Type]));
}

it('are accepted by cfn-lint, all of them', { timeout: 300_000 }, async () => {
  const program = join(await pythonTool(['cfn-lint==1.58.0']), 'cfn-lint');
  const files = [...made.values(), ...others.values()].flatMap(({ assembly }) =>
    assembly.stacks.map(({ templateFullPath }) => templateFullPath),
  );
  expect(others.size).toBe(Object.keys(MATRIX).length);
  const args = [
    '--non-zero-exit-code',
    'warning',
    '--ignore-checks',
    ...LINT_IGNORED,
    '--regions',
    'eu-central-1',
    '--',
    ...files,
  ];
  // What does not run at all, or crashes, prints no finding either.
  const ended = await run(program, args).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as Readonly<Record<'code' | 'stdout' | 'stderr', unknown>>;
      return { code, stdout, stderr };
    },
  );
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('take the permissions that were reviewed, and no more', async () => {
  const lines = EXAMPLES.flatMap((name) =>
    stacksOf(name).flatMap((stack) =>
      Object.entries(templateOf(stack).Resources ?? {}).flatMap(([id, resource]) =>
        permissions(`${name} ${id}`, resource),
      ),
    ),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../testing/snapshots/permissions.txt');
});

it('have the findings of cdk-nag that were reviewed, each with its reason, and no other', async () => {
  const lines = EXAMPLES.map((name) => renderFindings(acknowledgedFindings(of(name).app)));
  await expect(lines.join('')).toMatchFileSnapshot('../testing/snapshots/acknowledged.txt');
});

function permissions(id: string, { Type, Properties }: Resource): readonly string[] {
  const documents =
    Type === 'AWS::IAM::Role'
      ? (
          (Properties['Policies'] ?? []) as { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[]
        ).map(({ PolicyDocument }) => PolicyDocument)
      : Type === 'AWS::IAM::Policy'
        ? [Properties['PolicyDocument'] as { readonly Statement: readonly Statement[] }]
        : [];
  const trusts = Type === 'AWS::IAM::Role' ? [`${id} is assumed by ${JSON.stringify(principalOf(Properties))}`] : [];
  const managed = ((Properties['ManagedPolicyArns'] ?? []) as unknown[]).map(
    (policy) => `${id} has ${JSON.stringify(policy)}`,
  );
  const statements = documents.flatMap(({ Statement }) =>
    Statement.map(
      ({ Effect, Action, Resource }) => `${id}: ${Effect} ${[Action].flat().join(', ')} on ${JSON.stringify(Resource)}`,
    ),
  );
  return [...trusts, ...managed, ...statements];
}

function principalOf(properties: Readonly<Record<string, unknown>>): unknown {
  const document = properties['AssumeRolePolicyDocument'] as {
    readonly Statement: readonly { readonly Principal: unknown }[];
  };
  return document.Statement.map(({ Principal }) => Principal);
}

/** `Name`, or `LaunchTemplateName` of a launch template and so on; a policy of a role is named within the role. */
function ownNames({ Type, Properties }: Resource): readonly string[] {
  if (Type === 'AWS::IAM::Policy') return [];
  // Some have none, whatever the type says.
  return Object.entries({ ...Properties }).flatMap(([key, value]) => {
    const of = /^(.*)(?:Name|Identifier)$/u.exec(key)?.[1];
    return of !== undefined && Type.endsWith(of) && typeof value === 'string' ? [value] : [];
  });
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
}

describe('resources', () => {
  // Such a name is one in an account and region, or in the account: two pipelines with the same one cannot live side by side.
  it('have no name of their own that lacks the name of the pipeline', () => {
    const names = [...made.values(), ...others.values()].flatMap(({ spec, assembly }) =>
      assembly.stacks
        .filter(({ stackName }) => stackName !== ACCOUNT_ROLES_STACK)
        .flatMap((stack) =>
          Object.values(templateOf(stack).Resources ?? {}).flatMap((resource) =>
            ownNames(resource).map((name) => ({ name, pipeline: spec.name })),
          ),
        ),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter(({ name, pipeline }) => !bare(name).includes(bare(pipeline)))).toEqual([]);
  });

  it('that hold data stay when their stack goes, unless it is asked otherwise', () => {
    const [kept] = resourcesOf(stacksOf('minimal'), 'AWS::Kinesis::Stream');
    expect([kept?.DeletionPolicy, kept?.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    for (const type of [
      'AWS::RDS::DBInstance',
      'AWS::SecretsManager::Secret',
      'AWS::Logs::LogGroup',
      'AWS::RDS::DBParameterGroup',
      'AWS::RDS::DBSubnetGroup',
    ]) {
      expect(resourcesOf(stacksOf('minimal'), type).map(({ DeletionPolicy }) => DeletionPolicy)).not.toContain(
        'Delete',
      );
      expect(
        resourcesOf(stacksOf('demo-postgresql-lambda'), type).map(({ DeletionPolicy }) => DeletionPolicy),
      ).not.toContain('RetainExceptOnCreate');
    }
    expect(resourceOf(stacksOf('minimal'), 'AWS::RDS::DBInstance').Properties['DeletionProtection']).toBe(true);
  });

  it('bear the tags of the configuration and the name of the pipeline', () => {
    const { Properties } = resourceOf(stacksOf('demo-postgresql-lambda'), 'AWS::Kinesis::Stream');
    expect(Properties['Tags']).toEqual([
      { Key: 'drayage:pipeline', Value: 'shop-demo' },
      { Key: 'environment', Value: 'demo' },
      { Key: 'team', Value: 'data' },
    ]);
  });

  it('of the account are made only where it is asked, and outlive every pipeline', () => {
    const roles = resourcesOf(stacksOf('demo-postgresql-lambda'), 'AWS::IAM::Role').filter(
      ({ Properties }) => 'RoleName' in Properties,
    );
    expect(roles.map(({ Properties, DeletionPolicy }) => [Properties['RoleName'], DeletionPolicy])).toEqual([
      ['dms-vpc-role', 'RetainExceptOnCreate'],
      ['dms-cloudwatch-logs-role', 'RetainExceptOnCreate'],
    ]);
    expect(stacksOf('minimal').map(({ stackName }) => stackName)).not.toContain('drayage-account-roles');
  });
});
