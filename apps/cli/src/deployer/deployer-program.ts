import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '@drayage/terminal';

/** How the deployer is started, and `dray` by it. */
export interface DeployerProgram {
  readonly words: readonly string[];
  /** Where `dray` is, for the images that the deployer asks it to build. */
  readonly dray: string;
}

/** The folder of the apps in a checkout, from the sources and from what is built of them. */
const CANDIDATES = ['../../../', '../../'];

/**
 * The deployer as a program. It comes with a checkout, not with the package: so do the function, whose bundle it deploys,
 * and the images that it has built.
 *
 * @throws UsageError where there is no checkout around this program.
 */
export function deployerProgram(from: string): DeployerProgram {
  for (const candidate of CANDIDATES) {
    const main = fileURLToPath(new URL(`${candidate}deployer/src/main.ts`, from));
    if (!existsSync(main)) continue;
    const tsx = pathToFileURL(createRequire(main).resolve('tsx')).href;
    return {
      words: ['--conditions=@drayage/source', '--import', tsx, main],
      dray: fileURLToPath(new URL(`${candidate}cli/src/main.ts`, from)),
    };
  }
  throw new UsageError(
    'Deploying is done from a checkout of Drayage: the function and the images of the sink are built there.',
    'git clone https://github.com/drayage/drayage, npm ci, and npm run -s dray -- deploy --config FILE in it.',
  );
}
