/** A module of its own, so that the SDK is loaded by commands that need it, and by no other. */
export { createAwsClients } from '@drayage/aws-ops';
