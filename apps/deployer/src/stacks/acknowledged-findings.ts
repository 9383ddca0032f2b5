import { type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule, NagRuleCompliance } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Something that a rule finds in a template, and that is right to be there. */
export interface AcknowledgedFinding {
  readonly stack: string;
  /** Its logical id; for a rule of the CDK, which tells none, the path of the construct that says why. */
  readonly resource: string;
  readonly rule: string;
  readonly reason: string;
}

/** What cdk-nag (AwsSolutions) and the CDK’s own rules find in an app that was made, and somebody gave a reason for. */
export function acknowledgedFindings(app: IConstruct): readonly AcknowledgedFinding[] {
  const found = [...new Recorder().record(app), ...ofOtherRules(app)];
  return found.sort(
    (left, right) =>
      compare(left.stack, right.stack) || compare(left.resource, right.resource) || compare(left.rule, right.rule),
  );
}

/** One a line, as a person reviews them. */
export function renderFindings(findings: readonly AcknowledgedFinding[]): string {
  return findings.map(({ stack, resource, rule, reason }) => `${stack} ${resource} ${rule}: ${reason}\n`).join('');
}

/** Runs the rules once more, and notes what they find where the pack itself keeps silent. */
class Recorder extends AwsSolutionsChecks {
  private found: AcknowledgedFinding[] = [];

  record(app: IConstruct): readonly AcknowledgedFinding[] {
    this.found = [];
    this.validateScope(app);
    return this.found;
  }

  protected override applyRule(params: IApplyRule): void {
    const { node, ruleSuffixOverride } = params;
    const id = `${this.packName}-${ruleSuffixOverride ?? params.rule.name}`;
    for (const finding of findingsOf(params)) {
      const whole = finding === '' ? id : `${id}[${finding}]`;
      const reason = reasonFor(node, whole);
      if (reason !== undefined) this.found.push({ ...placeOf(node), rule: whole, reason });
    }
  }
}

/** `['']`: the resource as a whole. A rule that cannot be applied counts as a finding, as in the pack. */
function findingsOf(params: IApplyRule): readonly string[] {
  try {
    const result = params.rule(params.node);
    return Array.isArray(result) ? result : result === NagRuleCompliance.NON_COMPLIANT ? [''] : [];
  } catch {
    return [''];
  }
}

/** Those of the CDK’s validation of templates, which the CDK acknowledges a few of itself. */
function ofOtherRules(app: IConstruct): readonly AcknowledgedFinding[] {
  return app.node.findAll().flatMap((construct) =>
    [...reasonsAt(construct)]
      .filter(([id]) => id.startsWith('CloudFormation-Validate::'))
      .map(([rule, reason]) => {
        const stack = Stack.of(construct).stackName;
        return { stack, resource: construct.node.path.replace(`${stack}/`, ''), rule, reason };
      }),
  );
}

function reasonFor(node: IConstruct, id: string): string | undefined {
  for (const scope of [...node.node.scopes].reverse()) {
    const reason = reasonsAt(scope).get(id);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** As `acknowledge` left them. */
function reasonsAt({ node }: IConstruct): ReadonlyMap<string, string> {
  return new Map(
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
      .map(([id, reason]) => [id.replace(/^Annotation::/u, ''), reason]),
  );
}

function placeOf(node: CfnResource): Pick<AcknowledgedFinding, 'stack' | 'resource'> {
  const stack = Stack.of(node);
  return { stack: stack.stackName, resource: String(stack.resolve(node.logicalId)) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
