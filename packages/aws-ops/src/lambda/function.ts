import { GetFunctionCommand, InvokeCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';

type Lambda = Pick<AwsClients, 'lambda'>;

export interface FunctionDescription {
  readonly name: string;
  readonly arn: string;
  /** `Active`, `Pending`, `Inactive`, `Failed`. */
  readonly state: string;
  /** `Successful`, `InProgress`, `Failed`; with its reason. */
  readonly lastUpdate: string;
  readonly lastUpdateReason: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly memoryMb: number | undefined;
  /** How its code is there: a `Zip` file, or an `Image`. */
  readonly packageType: 'Zip' | 'Image';
  /** Of a function in an image. */
  readonly imageUri: string | undefined;
}

/** The bare name of a function that is given by its name, its ARN or a part of it, with or without a version. Pure. */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.split(':function:').at(-1)?.split(':')[0] ?? nameOrArn;
}

/** @throws AwsOpsError `not-found` */
export async function describeFunction({ lambda }: Lambda, name: string): Promise<FunctionDescription> {
  const answer = await callAws(`lambda:GetFunction on ${name}`, () =>
    lambda.send(new GetFunctionCommand({ FunctionName: name })),
  );
  const configuration = need(answer.Configuration, 'Configuration');
  return {
    name: need(configuration.FunctionName, 'FunctionName'),
    arn: need(configuration.FunctionArn, 'FunctionArn'),
    state: configuration.State ?? 'Active',
    lastUpdate: configuration.LastUpdateStatus ?? 'Successful',
    lastUpdateReason: configuration.LastUpdateStatusReason,
    timeoutSeconds: configuration.Timeout,
    memoryMb: configuration.MemorySize,
    packageType: configuration.PackageType ?? (answer.Code?.ImageUri === undefined ? 'Zip' : 'Image'),
    imageUri: answer.Code?.ImageUri,
  };
}

/** Asks for another image; it is in use once `lastUpdate` says `Successful`. */
export async function updateFunctionImage({ lambda }: Lambda, name: string, imageUri: string): Promise<void> {
  const input = { FunctionName: name, ImageUri: imageUri };
  await callAws(`lambda:UpdateFunctionCode on ${name}`, () => lambda.send(new UpdateFunctionCodeCommand(input)));
}

/** What a function answered. */
export interface Invocation {
  /** `Unhandled` or `Handled` where the function failed. */
  readonly functionError: string | undefined;
  /** Text as the function answered it: JSON, unless it broke. */
  readonly payload: string;
  /** The end of its log. */
  readonly logTail: string;
}

/** Invokes a function and waits for its answer. `event` is JSON text. */
export async function invokeFunction({ lambda }: Lambda, name: string, event: string): Promise<Invocation> {
  const input = { FunctionName: name, Payload: Buffer.from(event, 'utf8'), LogType: 'Tail' as const };
  const answer = await callAws(`lambda:InvokeFunction on ${name}`, () => lambda.send(new InvokeCommand(input)));
  return {
    functionError: answer.FunctionError,
    payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
    logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
  };
}
