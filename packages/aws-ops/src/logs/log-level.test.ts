import { expect, it } from 'vitest';
import { logLevelOf } from './log-level.js';

it.each([
  ['2026-01-31T12:00:00 [SOURCE_CAPTURE  ]E:  Error 1020417 executing command  (postgres_endpoint.c:1)', 'error'],
  ['2026-01-31T12:00:00 [TARGET_APPLY    ]W:  Value of column was truncated  (streamcomponent.c:1)', 'warn'],
  ['2026-01-31T12:00:00 [TASK_MANAGER    ]I:  No ERROR at all  (replicationtask.c:1)', 'info'],
  ['2026-01-31T12:00:00 [SORTER          ]T:  detail', 'debug'],
  ['2026-01-31 12:00:00 UTC:10.0.0.1(4711):dms@shop:[17]:FATAL:  terminating connection', 'error'],
  ['2026-01-31 12:00:00 UTC::@:[17]:LOG:  checkpoint starting', 'info'],
  ['2026-01-31T12:00:00.000Z 17 [Warning] [MY-010055] [Server] IP address could not be resolved', 'warn'],
  ['2026-01-31T12:00:00.000Z 0 [Note] [MY-010051] [Server] An ERROR of long ago', 'info'],
  ['2026-01-31T12:00:00.000Z 17 WARNING something', 'warn'],
  ['{"level":30,"msg":"batch written"}', 'info'],
  ['{"level":40,"msg":"retry"}', 'warn'],
  ['{"level":50,"msg":"halt"}', 'error'],
  ['{"level":20,"msg":"detail"}', 'debug'],
  ['{"level":"ERROR","message":"x"}', 'error'],
  ['{"broken', 'info'],
  ['2026-01-31T12:00:00.000Z 1234 Task timed out after 60.00 seconds', 'error'],
  ['START RequestId: 1', 'info'],
])('%s is %s', (line, level) => {
  expect(logLevelOf(line)).toBe(level);
});
