import { beforeAll, describe, expect, it } from 'vitest';
import { deployedAs, type DeployedDetails } from '../testing/deployed.js';
import { planInWords } from '../testing/plan-in-words.js';
import { EXISTING_SOURCE, specOf } from '../testing/spec.js';
import { templatesOfSpec } from '../testing/templates-of-spec.js';
import { NO_FLAGS } from '../testing/wish.js';
import { type DeploymentPlan, type DeploymentWish, planDeployment } from './plan-deployment.js';
import { planDestruction } from './plan-destruction.js';
import { describeRefusal } from './refusal.js';
import { describeStep } from './step.js';
import type { Template } from './template-changes.js';

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const ACCOUNT = 'eu-central-1:123456789012';
const stream = (name: string): string => `arn:aws:kinesis:${ACCOUNT}:stream/${name}`;
const secret = (name: string): string => `arn:aws:secretsmanager:${ACCOUNT}:secret:${name}-AbCdEf`;
const CLASSIC = { kind: 'classic', instanceClass: 'dms.t3.medium' };
const FARGATE = {
  kind: 'fargate',
  image: `${ACCOUNT.split(':')[1]}.dkr.ecr.eu-central-1.amazonaws.com/x@sha256:${'0'.repeat(64)}`,
};

/** Each pipeline that these tests deploy, over one with an existing source. */
const PIPELINES = {
  plain: {},
  classic: { replication: CLASSIC },
  classicOfOneStream: { replication: CLASSIC, stream: { existingArn: stream('one'), retentionHours: 168 } },
  changesOnly: { replication: { ...CLASSIC, type: 'cdc' } },
  otherSecret: { source: { ...EXISTING_SOURCE, secretArn: secret('renamed') } },
  otherDatabase: { source: { ...EXISTING_SOURCE, database: 'other' } },
  mysql: { source: { ...EXISTING_SOURCE, engine: 'mysql', database: undefined } },
  fargateOne: { sink: FARGATE, stream: { existingArn: stream('one'), retentionHours: 168 } },
  fargateTwo: { sink: FARGATE, stream: { existingArn: stream('two'), retentionHours: 168 } },
  fargate: { sink: FARGATE },
  lambdaInVpc: { sink: { inVpc: true } },
  lambdaOne: { stream: { existingArn: stream('one'), retentionHours: 168 } },
  lambdaTwo: { stream: { existingArn: stream('two'), retentionHours: 168 } },
  ofADay: { stream: { retentionHours: 24, mode: 'provisioned', shards: 1 } },
  ofShards: { stream: { mode: 'provisioned', shards: 3 } },
  madeStreamNamed: { stream: {}, kinesis: { stream: 'another' } },
} satisfies Readonly<Record<string, Sections>>;
type Pipeline = keyof typeof PIPELINES;

const WISH = { ...NO_FLAGS, imageGiven: true };

const templates = new Map<Pipeline, ReadonlyMap<string, Template>>();
beforeAll(async () => {
  for (const [name, sections] of Object.entries(PIPELINES))
    templates.set(name as Pipeline, await templatesOfSpec({ source: EXISTING_SOURCE, ...sections }));
});
const made = (pipeline: Pipeline): ReadonlyMap<string, Template> => templates.get(pipeline) ?? new Map();

/** The plan from one pipeline, which runs, to another of the same name. */
async function plan(
  from: Pipeline,
  to: Pipeline,
  wish: Partial<DeploymentWish> = {},
  details: DeployedDetails = {},
): Promise<DeploymentPlan> {
  const spec = await specOf({ source: EXISTING_SOURCE, ...PIPELINES[to] });
  return planDeployment(spec, deployedAs(made(from), details), { ...WISH, templates: made(to), ...wish });
}

/** As a version made it whose network gives nothing to a sink outside of it. */
function givingLess(pipeline: Pipeline): ReadonlyMap<string, Template> {
  const network = made(pipeline).get('shop-network') ?? {};
  const kept = Object.entries(network.Outputs ?? {}).filter(([name]) => !name.includes('Sink'));
  return new Map([...made(pipeline), ['shop-network', { ...network, Outputs: Object.fromEntries(kept) }]]);
}

const remedies = ({ refusals }: DeploymentPlan): string => refusals.map((r) => describeRefusal(r).remedy).join('\n');

/** What replaces a replication: no step of it is refused by CloudFormation, and nothing is resumed. */
const REMADE = [
  'Stop the replication; it keeps its place',
  'Drop the replication slot at the source',
  'Delete shop-observability',
  'Delete shop-replication',
  'Deploy shop-network',
  'Deploy shop-stream',
  'Deploy shop-replication',
  'Set what CloudFormation does not know at the Kinesis endpoint',
  'Deploy shop-sink',
  'Deploy shop-observability',
];

describe('the templates as they are made', () => {
  it('ask for nothing to be stopped, deleted or refused where nothing changes', async () => {
    for (const same of ['plain', 'classic', 'fargate', 'lambdaOne'] as const) {
      const all = planInWords(await plan(same, same));
      expect(all.filter((text) => !/^(Deploy|Set) /u.test(text))).toEqual([]);
    }
  });

  it.each([
    ['plain', 'classic'],
    ['classic', 'plain'],
    ['classic', 'changesOnly'],
  ] as const)(
    'replace a replication, %s to %s, by taking it away first, and start it only where that is asked',
    async (from, to) => {
      expect(new Set(planInWords(await plan(from, to)))).toEqual(new Set(['refused: replacement-refused']));
      const wish = { replace: true, acceptGap: to === 'changesOnly' };
      expect(planInWords(await plan(from, to, wish))).toEqual(REMADE);
      expect(planInWords(await plan(from, to, { ...wish, start: true }))).toEqual([
        ...REMADE,
        'Wait until the sink reads the stream',
        'Start the replication',
      ]);
    },
  );

  it('replace it where no change asks for it, only where that is said', async () => {
    expect(planInWords(await plan('plain', 'plain', { replaceReplication: true }))).toEqual(REMADE);
    expect(planInWords(await plan('plain', 'otherDatabase', { replaceReplication: true })).join()).toMatch(
      /Delete shop-replication/u,
    );
    expect(planInWords(await plan('lambdaOne', 'lambdaTwo', { replaceReplication: true }))).toEqual([
      'refused: replacement-refused',
    ]);
  });
});

describe('another source', () => {
  it.each(['otherSecret', 'otherDatabase', 'mysql'] as const)(
    '%s is not taken on with a position of the old one',
    async (to) => {
      const refused = await plan('plain', to);
      expect(planInWords(refused)).toEqual(['refused: another-source']);
      expect(remedies(refused)).toMatch(/--same-source.*--replace/u);
    },
  );

  it('behind a renamed secret is the same where that is said: stopped, changed, resumed', async () => {
    expect(planInWords(await plan('plain', 'otherSecret', { sameSource: true, only: 'replication' }))).toEqual([
      'Stop the replication; it keeps its place',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Resume the replication where it stopped',
    ]);
    expect(planInWords(await plan('plain', 'otherDatabase', { sameSource: true }))).toEqual([
      'refused: another-source',
    ]);
  });

  it('gets a replication of its own; the slot at the old one, out of reach, is told', async () => {
    const replaced = await plan('plain', 'otherDatabase', { replace: true, start: true });
    expect(planInWords(replaced)).toEqual([
      ...REMADE.filter((text) => !text.startsWith('Drop')),
      'Wait until the sink reads the stream',
      'Start the replication',
    ]);
    expect(replaced.notes.join()).toContain("LIKE 'abcdefghijklmnop%'");
  });
});

describe('another stream', () => {
  it.each([
    ['fargateOne', 'fargateTwo', undefined],
    ['fargateOne', 'fargateTwo', 'replication'],
    ['fargateOne', 'fargateTwo', 'sink'],
    ['fargate', 'fargateOne', undefined],
    ['fargateOne', 'fargate', undefined],
    ['classic', 'classicOfOneStream', 'network'],
  ] as const)('from %s to %s, only %s, is refused: what was not read would never be', async (from, to, only) => {
    const refused = await plan(from, to, { only });
    expect(planInWords(refused)).toContain('refused: another-stream');
    expect(remedies(refused)).toMatch(/dray stop.*no lag.*--drained/u);
  });

  it('is taken once the old one is drained, at rest, and the replication keeps its place', async () => {
    expect(planInWords(await plan('lambdaOne', 'lambdaTwo', { drained: true }))).toEqual(['refused: not-drained']);
    const rested = { state: 'stopped' } as const;
    expect(planInWords(await plan('lambdaOne', 'lambdaTwo', { drained: true }, rested))).toEqual([
      'Deploy shop-network',
      'Deploy shop-replication',
      'Set what CloudFormation does not know at the Kinesis endpoint',
      'Deploy shop-sink',
      'Deploy shop-observability',
    ]);
    expect(
      planInWords(await plan('fargateOne', 'fargateTwo', { drained: true, start: true }, rested)).slice(-1),
    ).toEqual(['Resume the replication where it stopped']);
  });

  it('is none where the same one keeps less, or has more shards than Kinesis makes at once: that is refused all the same', async () => {
    expect(planInWords(await plan('plain', 'ofADay'))).toEqual(['refused: stream-shortened']);
    expect(planInWords(await plan('plain', 'ofADay', { drained: true }))).toContain('Deploy shop-stream');
    expect(planInWords(await plan('ofADay', 'ofShards'))).toEqual(['refused: stream-resharded']);
  });

  it('is none where the same one is only written out', async () => {
    const [key = ''] = Object.entries(made('fargate').get('shop-stream')?.Outputs ?? {}).flatMap(
      ([name, { Export }]) => (Export !== undefined && name.includes('Arn') ? [name] : []),
    );
    const outputs = { stream: { [key]: stream('one') } };
    expect(planInWords(await plan('fargate', 'fargateOne', {}, { outputs })).join()).not.toMatch(/refused|Stop/u);
  });

  it('in the place of a made one takes everything away that reads or writes the old one', async () => {
    expect(planInWords(await plan('plain', 'madeStreamNamed'))).toContain('refused: replacement-refused');
    expect(planInWords(await plan('plain', 'madeStreamNamed', { replace: true }))).toEqual([
      'Stop the replication; it keeps its place',
      'Drop the replication slot at the source',
      'Delete shop-observability',
      'Delete shop-sink',
      'Delete shop-replication',
      ...REMADE.slice(4),
    ]);
  });
});

describe('what a stack gives no longer', () => {
  it.each(['lambdaInVpc', 'fargate'] as const)(
    'is let go by its user first: %s to a function outside',
    async (from) => {
      const all = planInWords(
        await plan(from, 'plain', { replace: from === 'fargate', templates: givingLess('plain') }),
      );
      expect(all.indexOf('Deploy shop-sink')).toBeGreaterThan(-1);
      expect(all.indexOf('Deploy shop-sink')).toBeLessThan(all.indexOf('Deploy shop-network'));
      expect(all.includes('Delete shop-observability')).toBe(from === 'fargate');
    },
  );

  it('is not taken from a user that is not deployed now', async () => {
    const refused = await plan('lambdaInVpc', 'plain', { only: 'network', templates: givingLess('plain') });
    expect(planInWords(refused)).toEqual(['refused: export-in-use']);
    expect(remedies(refused)).toContain('dray deploy --only sink');
  });

  it('is nothing of the network, whatever the sink', async () => {
    for (const from of ['lambdaInVpc', 'fargate'] as const)
      expect(planInWords(await plan(from, 'plain', { only: 'network' }))).toEqual(['Deploy shop-network']);
  });

  it('lets the dashboard go before the function that it looks at', async () => {
    const all = planInWords(await plan('plain', 'fargate', { replace: true }));
    expect(all.slice(0, 1)).toEqual(['Delete shop-observability']);
    expect(all.indexOf('Deploy shop-network')).toBeLessThan(all.indexOf('Deploy shop-sink'));
  });

  it('holds also in a stack that the configuration no longer has', async () => {
    const leftover: Template = {
      Resources: {
        Instance: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            Group: {
              'Fn::ImportValue': [...imported('lambdaInVpc', 'shop-sink')].find((n) => n.startsWith('shop-network')),
            },
          },
        },
      },
    };
    const spec = await specOf({ source: EXISTING_SOURCE });
    const before = deployedAs(new Map([...made('lambdaInVpc'), ['shop-database', leftover]]));
    const refused = planDeployment(spec, before, { ...WISH, templates: givingLess('plain') });
    expect(planInWords(refused)).toEqual(['refused: export-in-use']);
    expect(remedies(refused)).toContain('dray stack delete --stack shop-database');
  });
});

describe('a stage alone', () => {
  it.each([
    ['replication', ['network', 'stream']],
    ['sink', ['stream', 'replication']],
  ] as const)('%s is refused without what it takes, which is named', async (only, missing) => {
    const spec = await specOf({ source: EXISTING_SOURCE });
    const refused = planDeployment(spec, deployedAs(new Map()), { ...WISH, only, templates: made('plain') });
    expect(new Set(planInWords(refused))).toEqual(new Set(['refused: stack-missing']));
    for (const stage of missing) expect(remedies(refused)).toContain(`dray deploy --only ${stage}`);
  });

  it('is refused where a stack is there, and does not give it yet', async () => {
    const spec = await specOf({ source: EXISTING_SOURCE, ...PIPELINES.fargate });
    const wish = { ...WISH, only: 'sink', replace: true, templates: made('fargate') } as const;
    const refused = planDeployment(spec, deployedAs(givingLess('plain')), wish);
    expect(planInWords(refused)).toContain('refused: stack-missing');
    expect(remedies(refused)).toContain('dray deploy --only network');
  });
});

describe('a destruction', () => {
  const taken = async (only: 'network' | 'stream' | 'replication' | 'sink'): Promise<readonly string[]> => {
    const spec = await specOf({ source: EXISTING_SOURCE });
    const { steps, refusals } = planDestruction(spec, deployedAs(made('plain')), {
      only,
      keepSourceObjects: true,
      templates: made('plain'),
    });
    return [...refusals.map((r) => describeRefusal(r).what), ...steps.map(describeStep)];
  };

  it('of the replication takes along the dashboard, which looks at it', async () => {
    expect(await taken('replication')).toEqual([
      'Bring the replication to rest; it keeps its place',
      'Delete shop-observability',
      'Delete shop-replication',
    ]);
  });

  it.each([
    ['network', 'shop-network gives shop-replication what they need'],
    ['stream', 'shop-stream gives shop-replication, shop-sink what they need'],
  ] as const)('of the %s is refused while others need it, before the first step', async (only, what) => {
    const all = await taken(only);
    expect(all).toHaveLength(1);
    expect(all[0]).toContain(what);
  });
});

function imported(pipeline: Pipeline, stackName: string): ReadonlySet<string> {
  const text = JSON.stringify(made(pipeline).get(stackName));
  return new Set([...text.matchAll(/"Fn::ImportValue":"([^"]+)"/gu)].map(([, name = '']) => name));
}
