import { z } from 'zod';
import { securityGroupId, subnetId } from './source-section.js';

const ENDPOINT_MODES = ['create', 'existing'] as const;

const cidr = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)
  .meta({ examples: ['10.42.0.0/16'] });
const subnetIds = z.array(subnetId).min(1);
const securityGroupIds = z.array(securityGroupId).min(1);

/** The network of the pipeline: made for a demonstration, or the one of `source.vpcId`. */
export const networkSection = z.strictObject({
  cidr: cidr.default('10.42.0.0/16').describe('Address range of a VPC that the deployer makes, from /16 to /24.'),
  natGateways: z
    .number()
    .int()
    .min(0)
    .max(2)
    .optional()
    .describe(
      'NAT gateways of a VPC that the deployer makes, in two zones. Default: 1 where the sink runs in the VPC, else 0.',
    ),
  endpoints: z
    .enum(ENDPOINT_MODES)
    .optional()
    .describe(
      'VPC endpoints for Kinesis and Secrets Manager in the VPC of `source.vpcId`, which AWS DMS needs: `create` them, or `existing` ones are there. ' +
        'Must be said: made endpoints answer for these services in the whole VPC. In a VPC that the deployer makes, it makes them.',
    ),
  vpcCidr: cidr
    .optional()
    .describe(
      'Address range of `source.vpcId`, with `network.endpoints: create`: everything in it goes through the endpoints, and is let in.',
    ),
  endpointSecurityGroupIds: securityGroupIds
    .optional()
    .describe(
      'Security groups of endpoints that are there, with `network.endpoints: existing`: the replication, and a sink in the VPC, are let in.',
    ),
  sinkSubnetIds: subnetIds
    .optional()
    .describe(
      'Subnets of `source.vpcId` for a sink in the VPC, with a way to CrateDB (a NAT gateway or peering). Default: `source.subnetIds`.',
    ),
});
