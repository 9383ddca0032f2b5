import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { buildApp } from '../build-app.js';
import type { Template } from '../deploy/template-changes.js';
import { type AcknowledgedFinding, acknowledgedFindings } from '../stacks/acknowledged-findings.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

/** The templates are not to be deployed as they are: a rule of AWS Solutions is broken, and nobody said why that is right. */
export class TemplateError extends Error {
  readonly code = 'template-refused';
  readonly remedy = 'This is a defect of the deployer: please report it with the configuration.';

  constructor(cause: unknown) {
    super(`The templates were refused: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'TemplateError';
  }
}

export interface Synthesis {
  readonly assembly: CloudAssembly;
  /** Looked for when it is called: the rules run once more. */
  readonly acknowledged: () => readonly AcknowledgedFinding[];
}

/** Writes the templates of a pipeline into a folder. Asks nothing of AWS, and builds nothing. @throws TemplateError */
export function synthesize(spec: PipelineSpec, outdir: string): Synthesis {
  try {
    const app = buildApp(spec, outdir);
    return { assembly: app.synth(), acknowledged: () => acknowledgedFindings(app) };
  } catch (cause) {
    throw new TemplateError(cause);
  }
}

/** The templates by the names of their stacks. */
export function templatesOf(assembly: CloudAssembly): ReadonlyMap<string, Template> {
  return new Map(assembly.stacks.map((stack) => [stack.stackName, stack.template as Template]));
}
