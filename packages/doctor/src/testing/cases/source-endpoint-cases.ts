import { known } from '../../facts/read.js';
import { mysql, pipeline, postgres, sourceEndpoint, table } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const source = (settings: Readonly<Record<string, unknown>>) =>
  pipeline({
    settings: {
      sourceEndpoint: known(
        sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, ...settings } }),
      ),
    },
  });

export const SOURCE_ENDPOINT_CASES: readonly WrongCase[] = [
  {
    id: 'source-endpoint-no-tls',
    when: 'it is none',
    severity: 'warning',
    subject: 'SslMode',
    facts: pipeline({ settings: { sourceEndpoint: known(sourceEndpoint('postgresql', { sslMode: 'none' })) } }),
  },
  {
    id: 'pg-heartbeat',
    when: 'it is off',
    severity: 'warning',
    subject: 'HeartbeatEnable',
    facts: source({ HeartbeatEnable: undefined }),
    fix: 'endpoint',
  },
  {
    id: 'pg-capture-ddls',
    when: 'it is off',
    severity: 'warning',
    subject: 'CaptureDdls',
    facts: source({ CaptureDdls: false }),
    also: ['pg-ddl-audit-left-over'],
    fix: 'endpoint',
  },
  {
    id: 'pg-lob-truncation',
    when: 'long values are cut',
    severity: 'error',
    subject: 'FailTasksOnLobTruncation',
    facts: source({ FailTasksOnLobTruncation: undefined }),
    fix: 'endpoint',
  },
  {
    id: 'pg-slot-name',
    when: 'a load has one',
    severity: 'error',
    subject: 'SlotName',
    facts: source({ SlotName: 'mine' }),
  },
  {
    id: 'pg-booleans',
    when: 'they are texts',
    severity: 'warning',
    subject: 'MapBooleanAsBoolean',
    facts: pipeline({
      source: postgres({
        tables: known([table({ columns: [{ name: 'paid', type: 'boolean', nullable: true, lob: false }] })]),
      }),
      settings: {
        sourceEndpoint: known(
          sourceEndpoint('postgresql', {
            settings: { ...sourceEndpoint('postgresql').settings, MapBooleanAsBoolean: undefined },
            extraConnectionAttributes: 'mapBooleanAsBoolean=false;',
          }),
        ),
      },
    }),
    fix: 'endpoint',
  },
  {
    id: 'source-secret-characters',
    when: 'the password has some',
    severity: 'warning',
    subject: 'password',
    facts: pipeline({ secretFaults: known([{ field: 'password', fault: 'characters' }]) }),
  },
  {
    id: 'source-secret-characters',
    when: 'the host has some',
    severity: 'warning',
    subject: 'host',
    facts: pipeline({ source: mysql(), secretFaults: known([{ field: 'host', fault: 'characters' }]) }),
  },
  {
    id: 'source-secret-blank',
    when: 'the host has one',
    severity: 'error',
    subject: 'host',
    facts: pipeline({ secretFaults: known([{ field: 'host', fault: 'blank' }]) }),
  },
];
