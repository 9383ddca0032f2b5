import type { TargetAddress } from './target-address.js';

/** The address as a URL to print: like the one it came from, without the password. */
export function describeTarget(address: TargetAddress): string {
  if (address.kind === 'embedded') {
    return `pglite:${address.directory ?? ''}`;
  }
  const host = encodeHost(address.host);
  const user = encodeURIComponent(address.user);
  const database = encodeURIComponent(address.database);
  if (address.dialect === 'cratedb') {
    const parameters = new URLSearchParams();
    if (address.tls !== 'off') {
      parameters.set('ssl', 'true');
    }
    parameters.set('pgport', String(address.port));
    return `crate://${user}@${host}/${database}?${parameters.toString()}`;
  }
  const mode = { off: 'disable', encrypt: 'no-verify', 'verify-ca': 'verify-ca', 'verify-full': 'verify-full' }[
    address.tls
  ];
  return `postgresql://${user}@${host}:${address.port}/${database}?sslmode=${mode}`;
}

function encodeHost(host: string): string {
  return host.includes(':') ? `[${host}]` : encodeURIComponent(host);
}
