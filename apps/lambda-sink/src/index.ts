import { createFunction } from './create-function.js';
import { lambdaEnvironment } from './lambda-environment.js';

const sinkFunction = createFunction(lambdaEnvironment());

/** What Lambda calls. */
export const { handler } = sinkFunction;

/** For whoever runs the bundle on a machine of their own: the report of the last invocation, and the end. */
export const { lastReport, close } = sinkFunction;
