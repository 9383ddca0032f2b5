import { systemClock } from '../clock.js';
import { checkpointStoreContract } from '../testing/checkpoint-store-contract.js';
import { createMemoryCheckpointStore } from './memory-checkpoint-store.js';

checkpointStoreContract(() => createMemoryCheckpointStore(systemClock));
