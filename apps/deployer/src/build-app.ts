import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { PipelineSpec } from './pipeline/pipeline-spec.js';
import { uncheckedApp } from './unchecked-app.js';

/** The app of one pipeline. Making its templates fails where cdk-nag finds something that nobody gave a reason for. */
export function buildApp(spec: PipelineSpec, outdir: string): App {
  const app = uncheckedApp(spec, outdir);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
