import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.ts';

describe('readArguments', () => {
  it('has a default for everything', () => {
    expect(readArguments([])).toEqual({
      demo: false,
      addressFile: '.drayage/local-stack.json',
      shop: { changesPerSecond: 20, seed: 1, transactions: undefined, stateFile: undefined },
    });
  });

  it('reads every option', () => {
    const argv = ['--demo', '--rate', '2.5', '--seed=7', '--changes=100', '--state=shop.json', '--addresses=here.json'];
    expect(readArguments(argv)).toEqual({
      demo: true,
      addressFile: 'here.json',
      shop: { changesPerSecond: 2.5, seed: 7, transactions: 100, stateFile: 'shop.json' },
    });
  });

  it.each([
    ['--rate', 'fast'],
    ['--seed', ''],
    ['--changes', '-1'],
  ])('refuses %s %s', (option, value) => {
    expect(() => readArguments([`${option}=${value}`])).toThrow(`${option} takes a number`);
  });

  it('refuses what it does not know', () => {
    expect(() => readArguments(['--dmeo'])).toThrow('--dmeo');
  });
});
