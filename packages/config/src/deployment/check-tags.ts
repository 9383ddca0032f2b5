import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** What every service takes in names and values of tags. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const ALLOWED = 'Take letters, digits, spaces and _ . : / = + - @.';
const MOST_TAGS = 45;

/** Tags: names that are taken, characters that AWS refuses in the middle of a deployment, and how many there are. */
export function checkTags(values: DeploymentValues): readonly IssueDescription[] {
  const tags = Object.entries(values.names('deployment.tags'));
  return [
    ...tags.flatMap(([name, value]) => checkTag(name, value)),
    ...checkTwins(tags.map(([name]) => name)),
    ...(tags.length > MOST_TAGS
      ? [
          issue(
            'deployment.tags',
            'A resource has at most 50 tags.',
            `Take ${MOST_TAGS} or fewer; the deployer adds some.`,
          ),
        ]
      : []),
  ];
}

/** To IAM, and so to every role, they are one name; a role cannot have it twice. */
function checkTwins(names: readonly string[]): readonly IssueDescription[] {
  return names.flatMap((name, index): readonly IssueDescription[] => {
    const twin = names.slice(0, index).find((earlier) => earlier.toLowerCase() === name.toLowerCase());
    return twin === undefined
      ? []
      : [
          {
            path: ['deployment', 'tags', name],
            message: `To the roles, ${twin} and ${name} are the same tag.`,
            remedy: 'Keep one of them.',
          },
        ];
  });
}

function checkTag(name: string, value: unknown): readonly IssueDescription[] {
  const wrong = (message: string, remedy: string): readonly IssueDescription[] => [
    { path: ['deployment', 'tags', name], message, remedy },
  ];
  if (/^aws:/i.test(name)) return wrong('Names that begin with aws: are AWS’s own.', 'Take another name.');
  if (/^drayage:/i.test(name)) {
    return wrong('Names that begin with drayage: are set by the deployer.', 'Take another name.');
  }
  if (!TAG_TEXT.test(name)) return wrong('AWS refuses the name of this tag.', ALLOWED);
  return typeof value === 'string' && !TAG_TEXT.test(value) ? wrong('AWS refuses the value of this tag.', ALLOWED) : [];
}
