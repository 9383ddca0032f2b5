import { expect, it } from 'vitest';

import { mistakes } from '../testing/deployments.js';

it('takes the tags that AWS takes', async () => {
  const tags = { team: 'Straßenbau & Co'.replace('&', '+'), 'cost:center': '4711/a_b=c.d@e-f', empty: '' };
  expect(await mistakes({ deployment: { tags } })).toEqual([]);
});

it.each([
  ['deployment.tags["aws:x"]: Names that begin with aws: are AWS’s own. Take another name.', { 'aws:x': 'y' }],
  [
    'deployment.tags["drayage:pipeline"]: Names that begin with drayage: are set by the deployer. Take another name.',
    { 'drayage:pipeline': 'other' },
  ],
  [
    'deployment.tags["a#b"]: AWS refuses the name of this tag. Take letters, digits, spaces and _ . : / = + - @.',
    { 'a#b': 'c' },
  ],
  [
    'deployment.tags.team: AWS refuses the value of this tag. Take letters, digits, spaces and _ . : / = + - @.',
    { team: 'a, b' },
  ],
  [
    'deployment.tags.team: The value has the wrong form. It must be a text of at most 256 characters.',
    { team: 'a'.repeat(257) },
  ],
  [
    `deployment.tags.${'a'.repeat(129)}: The name "${'a'.repeat(129)}" has the wrong form. Take 1 to 128 characters.`,
    { ['a'.repeat(129)]: 'b' },
  ],
  [
    'deployment.tags: A resource has at most 50 tags. Take 45 or fewer; the deployer adds some.',
    Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`tag${index}`, ''])),
  ],
  [
    'deployment.tags.TEAM: To the roles, Team and TEAM are the same tag. Keep one of them.',
    { Team: 'a', stage: 'b', TEAM: 'a' },
  ],
])('refuses: %s', async (expected, tags) => {
  expect(await mistakes({ deployment: { tags } })).toEqual([expected]);
});
