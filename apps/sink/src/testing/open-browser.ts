import { access } from 'node:fs/promises';

import { type Browser, chromium } from 'playwright-core';

const LOCATION = process.env.DRAYAGE_CHROMIUM_BIN ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium; fails, and says how to install it, where there is none. */
export async function openBrowser(): Promise<Browser> {
  try {
    await access(LOCATION);
  } catch (cause) {
    throw new Error(
      `There is no Chromium at ${LOCATION}. Install it (Debian: apt-get install chromium), or set DRAYAGE_CHROMIUM_BIN.`,
      { cause },
    );
  }
  return chromium.launch({ executablePath: LOCATION, args: ARGUMENTS });
}
