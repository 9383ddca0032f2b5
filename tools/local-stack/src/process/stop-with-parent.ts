/**
 * Preloaded into programs that know nothing of their parent (`node --import`): when the parent is gone they get the
 * signal to stop in order, and are ended if they do not.
 */
import { followParent } from './follow-parent.ts';

const GRACE_MS = 12_000;

followParent(() => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
