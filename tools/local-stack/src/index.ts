export { servePglite, type PgliteServer } from './pglite/serve-pglite.ts';
export { readStackFile, STACK_FILE, type StackAddresses } from './serve/stack-file.ts';
