import { describe, expect, it } from 'vitest';
import { ARRIVAL_HAZARDS, STAMPED_HAZARDS } from '../history/hazards.ts';
import { parseSoakArguments } from './command-line.ts';

describe('the arguments of the soak', () => {
  it('default to 300 histories of what holds, of a fresh seed', () => {
    expect(parseSoakArguments([])).toEqual({
      help: false,
      histories: 300,
      seed: undefined,
      to: undefined,
      ordering: 'stamped',
      hazards: STAMPED_HAZARDS,
      fromFile: undefined,
      maxShrinks: 400,
    });
    expect(parseSoakArguments(['--ordering', 'arrival']).hazards).toEqual(ARRIVAL_HAZARDS);
  });

  it('choose, add and leave out hazards', () => {
    expect([
      ...parseSoakArguments(['--hazards', 'shards,keyChanges', '--without', 'shards', '--with', 'rereads']).hazards,
    ]).toEqual(['keyChanges', 'rereads']);
  });

  it.each([
    [['--histories', '0'], '--histories is no whole number from 1.'],
    [['--seed=-1'], '--seed is no whole number from 0.'],
    [['--seed', 'x'], '--seed is no whole number from 0.'],
    [['--ordering', 'none'], '--ordering is neither stamped nor arrival.'],
    [['--with', 'gremlins'], 'There is no hazard gremlins'],
  ])('refuse %j', (argv, message) => {
    expect(() => parseSoakArguments(argv)).toThrow(message);
  });
});
