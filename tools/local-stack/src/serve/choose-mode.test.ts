import { describe, expect, it } from 'vitest';
import { chooseMode } from './choose-mode.ts';

const nothing = { env: {}, demo: false, files: ['package.json'] };

describe('chooseMode', () => {
  it('runs the demo where nothing is configured', () => {
    expect(chooseMode(nothing)).toEqual({ kind: 'demo' });
    expect(chooseMode({ ...nothing, env: { KINESIS_STREAM: '', PORT: '9000' } })).toEqual({ kind: 'demo' });
  });

  it.each(['SINK_URL', 'SINK_SQLALCHEMY_URL', 'SINK_URL_SECRET_ARN', 'KINESIS_STREAM', 'DRAYAGE_CONFIG'])(
    'runs what %s configures',
    (name) => {
      expect(chooseMode({ ...nothing, env: { [name]: 'x' } })).toEqual({ kind: 'configured', by: name });
    },
  );

  it.each(['drayage.config.yaml', 'drayage.config.json'])('runs what %s configures', (file) => {
    expect(chooseMode({ ...nothing, files: [file] })).toEqual({ kind: 'configured', by: file });
  });

  it('runs the demo where it is asked for, whatever is configured', () => {
    expect(chooseMode({ env: { SINK_URL: 'x' }, demo: true, files: ['drayage.config.yaml'] })).toEqual({
      kind: 'demo',
    });
  });
});
