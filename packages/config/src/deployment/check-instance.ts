import type { IssueDescription } from '../problems/describe-issue.js';
import { demoMajor } from './check-demo.js';
import { type DeploymentValues, engineOf } from './deployment-values.js';
import { issue } from './issue.js';

const SMALL = ['micro', 'small', 'medium', 'large'];
const FROM_LARGE = ['large', 'xlarge', '2xlarge', '4xlarge'];

/** The classes of replication instances, by family: the user guide of AWS DMS. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  t2: SMALL,
  t3: SMALL,
  c4: FROM_LARGE,
  r4: [...FROM_LARGE, '8xlarge'],
  c5: [...FROM_LARGE, '9xlarge', '12xlarge', '18xlarge', '24xlarge'],
  r5: [...FROM_LARGE, '8xlarge', '12xlarge', '16xlarge', '24xlarge'],
  c6i: [...FROM_LARGE, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'],
  r6i: [...FROM_LARGE, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'],
  c7i: [...FROM_LARGE, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'],
  r7i: [...FROM_LARGE, '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'],
};

/** What AWS DMS takes where nothing is said. Older ones are withdrawn, and do not know `UseLargeIntegerValue`. */
const DEFAULT_VERSION = '3.5.4';
const WITHDRAWN = ['3.6.0'];
/** The newest that the release notes named when this was written. */
const NEWEST_VERSION = '3.6.1';

/** From which of its versions on AWS DMS reads a major version of a source, where its default does not. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = { postgresql: { '17': '3.6.1' } };

/** The instance of a classic replication: classes and versions that AWS DMS has, and that go with the source. */
export function checkInstance(values: DeploymentValues): readonly IssueDescription[] {
  const wrong = checkVersion(values);
  return [...checkClass(values), ...wrong, ...(wrong.length > 0 ? [] : checkSource(values))];
}

/** A version that came later than this list: AWS DMS knows better. */
export function unknownEngineVersion(values: DeploymentValues): readonly string[] {
  const version = values.text('replication.engineVersion');
  return values.text('replication.kind') === 'classic' && version !== undefined && isNewer(version, NEWEST_VERSION)
    ? [
        `replication.engineVersion: ${version} is newer than ${NEWEST_VERSION}, the newest that is known here. Where AWS DMS does not have it, the instance cannot be made.`,
      ]
    : [];
}

function checkClass(values: DeploymentValues): readonly IssueDescription[] {
  const name = values.text('replication.instanceClass') ?? '';
  const [, family, size] = /^dms\.([a-z]\d[a-z]*)\.([a-z0-9]+)$/.exec(name) ?? [];
  // Of another form: the schema says so.
  if (family === undefined || size === undefined) return [];
  const sizes = Object.hasOwn(CLASSES, family) ? CLASSES[family] : undefined;
  if (sizes?.includes(size) === true) return [];
  return [
    issue(
      'replication.instanceClass',
      `AWS DMS has no class ${name}.`,
      sizes === undefined
        ? 'Take one such as dms.t3.medium, dms.c6i.large or dms.r6i.large.'
        : `Of dms.${family} there are ${sizes.join(', ')}.`,
    ),
  ];
}

function checkVersion(values: DeploymentValues): readonly IssueDescription[] {
  const version = values.text('replication.engineVersion');
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return [];
  const isOffered =
    version.startsWith(`${DEFAULT_VERSION.split('.')[0] ?? ''}.`) &&
    !isNewer(DEFAULT_VERSION, version) &&
    !WITHDRAWN.includes(version);
  return isOffered
    ? []
    : [
        issue(
          'replication.engineVersion',
          `AWS DMS makes no instance of version ${version}.`,
          `Take ${DEFAULT_VERSION} or ${NEWEST_VERSION}.`,
        ),
      ];
}

/** Of a source that is there, nobody knows the version before a deployment; `dray doctor` reads it. */
function checkSource(values: DeploymentValues): readonly IssueDescription[] {
  if (values.text('source.mode') !== 'demo') return [];
  const engine = engineOf(values) ?? '';
  const major = demoMajor(values) ?? '';
  const least = NEEDED[engine]?.[major];
  const version = values.text('replication.engineVersion');
  return least === undefined || !isNewer(least, version ?? DEFAULT_VERSION)
    ? []
    : [
        issue(
          'replication.engineVersion',
          `AWS DMS reads ${engine} ${major} from its version ${least} on${version === undefined ? `, and takes ${DEFAULT_VERSION} where none is named` : ''}.`,
          `Set it to ${least}, or take another demo.engineVersion.`,
        ),
      ];
}

function isNewer(version: string, other: string): boolean {
  const [left, right] = [version, other].map((text) => text.split('.').map(Number));
  const at = (left ?? []).findIndex((number, index) => number !== right?.[index]);
  return at !== -1 && (left?.[at] ?? 0) > (right?.[at] ?? 0);
}
