import type { AwsClients, OwnedAwsClients } from '@drayage/aws-ops';
import { fakeSdkClient, type FakeSdkClient } from '@drayage/testing';

/** By the command’s class; in the types of the SDK. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>;

export interface FakeAws {
  readonly aws: OwnedAwsClients;
  /** Of every service, in their order. */
  readonly calls: () => readonly { readonly name: string; readonly input: unknown }[];
}

const SERVICES = [
  'cloudFormation',
  'cloudWatch',
  'dms',
  'ecr',
  'ecs',
  'iam',
  'kinesis',
  'lambda',
  'logs',
  's3',
  'secrets',
  'sts',
] as const;

/**
 * Clients of every service that answer only what they are told to, for what moto does not have. What they are told is in
 * the test, or it is `fakeTask` (a script of what is seen at one look after another; calls change nothing), or that of a
 * `FakeAccount` (settings that calls change).
 */
export function fakeAws(answers: Answers): FakeAws {
  const fakes = SERVICES.map((name): [typeof name, FakeSdkClient<unknown>] => [name, fakeSdkClient<unknown>(answers)]);
  const clients = Object.fromEntries(fakes.map(([name, { client }]) => [name, client])) as unknown as AwsClients;
  return {
    aws: { ...clients, destroy: () => undefined, region: () => Promise.resolve('eu-central-1') },
    calls: () => fakes.flatMap(([, { calls }]) => calls),
  };
}
