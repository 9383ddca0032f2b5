import { join } from 'node:path';
import { pythonTool } from './python-tool.ts';

/** The version that the tests were written against: what it does not know, they know that it does not. */
const MOTO = 'moto[server]==5.2.5';

/**
 * A Python that has moto: `DRAYAGE_MOTO_PYTHON`, else the one of `pythonTool`.
 *
 * @throws Error that says what is missing: a test then fails, and is not skipped.
 */
export async function motoPython(): Promise<string> {
  const given = process.env.DRAYAGE_MOTO_PYTHON;
  if (given !== undefined && given !== '') return given;
  try {
    return join(await pythonTool([MOTO]), 'python');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`There is no moto. ${why} Or set DRAYAGE_MOTO_PYTHON to a python that has ${MOTO}.`, { cause });
  }
}
