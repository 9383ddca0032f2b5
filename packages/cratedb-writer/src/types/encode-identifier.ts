import { type Encoder, notCastable } from './encoder.js';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/;
const NOT_A_UUID = notCastable('The value is not a UUID.');

/** UUID with or without hyphens, in any case; the targets store lower case. */
export const encodeUuid: Encoder = (value) => {
  if (value === null) return null;
  if (typeof value !== 'string') return NOT_A_UUID;
  const text = value.toLowerCase();
  if (!UUID.test(text)) return NOT_A_UUID;
  const digits = text.replaceAll('-', '');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
};

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(String.raw`^${OCTET}(?:\.${OCTET}){3}$`);
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const NOT_AN_IP = notCastable('The value is not the IP address of a host.');

/** IPv4 or IPv6 address of a host. Networks (`10.0.0.0/8`) are refused: CrateDB's IP has no mask. */
export const encodeIp: Encoder = (value) => {
  if (value === null) return null;
  return typeof value === 'string' && (IPV4.test(value) || isIpv6(value)) ? value : NOT_AN_IP;
};

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [head = '', tail] = halves;
  const headGroups = countGroups(head, tail === undefined);
  const tailGroups = tail === undefined ? 0 : countGroups(tail, true);
  if (headGroups === undefined || tailGroups === undefined) return false;
  return tail === undefined ? headGroups === 8 : headGroups + tailGroups < 8;
}

/** How many 16-bit groups a part has; a dotted IPv4 address at the very end counts as two. */
function countGroups(part: string, isEnd: boolean): number | undefined {
  if (part === '') return 0;
  const groups = part.split(':');
  const last = groups.at(-1) ?? '';
  const dotted = isEnd && IPV4.test(last);
  const plain = dotted ? groups.slice(0, -1) : groups;
  return plain.every((group) => GROUP.test(group)) ? plain.length + (dotted ? 2 : 0) : undefined;
}
