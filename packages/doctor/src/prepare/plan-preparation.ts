import type { SourceFacts } from '../facts/source-facts.js';
import { planMysqlPreparation } from './plan-mysql-preparation.js';
import { planPostgresPreparation } from './plan-postgres-preparation.js';
import type { PreparationOptions, PreparationStep } from './preparation-step.js';

/** The statements that bring a source to what AWS DMS needs. After they ran, the plan of what is read anew is empty. */
export function planPreparation(facts: SourceFacts, options: PreparationOptions): readonly PreparationStep[] {
  return facts.engine === 'postgresql' ? planPostgresPreparation(facts, options) : planMysqlPreparation(facts, options);
}
