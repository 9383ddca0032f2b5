import { fileURLToPath } from 'node:url';

/** The folder of the repository around this program: from the sources or from `dist`, it lies two folders below the app. */
export const CHECKOUT = fileURLToPath(new URL('../../../../', import.meta.url));
