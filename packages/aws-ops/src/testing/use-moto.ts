import { startMotoServer, type MotoServer } from '@drayage/testing';
import { afterAll, beforeAll } from 'vitest';
import { createAwsClients, type OwnedAwsClients } from '../clients/create-aws-clients.js';

/** The first run installs moto. */
const INSTALL_TIMEOUT_MS = 300_000;

/** Real clients against a moto of this test file. */
export function useMoto(): () => OwnedAwsClients {
  let moto: MotoServer;
  let clients: OwnedAwsClients;
  beforeAll(async () => {
    moto = await startMotoServer();
    clients = createAwsClients({ endpoint: moto.endpoint, region: 'eu-central-1', environment: {} });
  }, INSTALL_TIMEOUT_MS);
  afterAll(async () => {
    clients.destroy();
    await moto.stop();
  });
  return () => clients;
}
