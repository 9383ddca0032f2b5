import { z } from 'zod';
import { subnetId } from './source-section.js';

export const ENDPOINT_MODES = ['create', 'existing'] as const;

const cidr = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)
  .meta({ examples: ['10.42.0.0/16'] });
const subnetIds = z.array(subnetId).min(1);

/** The network of the pipeline: made for a demonstration, or the one of `source.vpcId`. */
export const networkSection = z.strictObject({
  cidr: cidr.default('10.42.0.0/16').describe('Address range of a VPC that the deployer makes, from /16 to /24.'),
  natGateways: z
    .number()
    .int()
    .min(0)
    .max(3)
    .optional()
    .describe('NAT gateways of a VPC that the deployer makes. Default: 1 where the sink runs in the VPC, else 0.'),
  endpoints: z
    .enum(ENDPOINT_MODES)
    .default('create')
    .describe(
      'VPC endpoints for Kinesis and Secrets Manager, which AWS DMS needs: `create` them, or `existing` ones are there.',
    ),
  sinkSubnetIds: subnetIds
    .optional()
    .describe(
      'Subnets of `source.vpcId` for a sink in the VPC, with a way to CrateDB (a NAT gateway or peering). Default: `source.subnetIds`.',
    ),
});
