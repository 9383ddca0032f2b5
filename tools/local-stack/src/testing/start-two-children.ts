/** A parent for the tests to kill: starts two children, says who they are, and waits. */
import { startChild } from '../process/start-child.ts';

const start = (name: string) => startChild({ name, program: new URL(`../children/${name}.ts`, import.meta.url) });
const children = await Promise.all([start('kinesis'), start('database')]);
process.stdout.write(`${JSON.stringify(children.map(({ pid }) => pid))}\n`);
await Promise.all(children.map(({ ended }) => ended));
