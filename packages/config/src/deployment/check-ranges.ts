import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** A range of IPv4 addresses: the first of them, as a number, and how many bits they have in common. */
interface AddressRange {
  readonly text: string;
  readonly first: number;
  readonly bits: number;
}

/** Addresses that nobody comes from over the internet: private ones, of carriers, of the machine itself, of its link. */
const NEVER_PUBLIC = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
].flatMap((text) => parseRange(text) ?? []);

/** The ranges of addresses, each where it has an effect: what AWS would refuse, or read as another range. */
export function checkRanges(values: DeploymentValues): readonly IssueDescription[] {
  const own = values.text('source.mode') === 'demo';
  if (!own) {
    return values.text('network.endpoints') === 'create'
      ? checkRange(values, 'network.vpcCidr', { least: 16, most: 28 })
      : [];
  }
  return [
    ...checkRange(values, 'network.cidr', { least: 16, most: 24 }),
    ...checkRange(values, 'demo.public', { least: 0, most: 32 }, checkPublic),
  ];
}

/** The first thing that is wrong with a range. */
function checkRange(
  values: DeploymentValues,
  key: string,
  { least, most }: { readonly least: number; readonly most: number },
  checkMore: (range: AddressRange) => readonly IssueDescription[] = () => [],
): readonly IssueDescription[] {
  const text = values.text(key);
  if (text === undefined) return [];
  const range = parseRange(text);
  if (range === undefined || range.bits < least || range.bits > most) {
    return [
      issue(
        key,
        'This is no range of addresses that can be used here.',
        `Write four numbers up to 255 and /${least} to /${most}.`,
      ),
    ];
  }
  const more = checkMore(range);
  return more.length > 0 ? more : checkHostBits(key, range);
}

/** The CDK takes such a range for the next one that begins on its border, and EC2 for the one that it lies in. */
function checkHostBits(key: string, { text, first, bits }: AddressRange): readonly IssueDescription[] {
  const rest = first % 2 ** (32 - bits);
  if (rest === 0) return [];
  const octets = [24, 16, 8, 0].map((shift) => Math.floor((first - rest) / 2 ** shift) % 256);
  return [
    issue(
      key,
      `A range of /${bits} does not begin at ${text.split('/')[0] ?? ''}.`,
      `Write it as ${octets.join('.')}/${bits}.`,
    ),
  ];
}

function checkPublic(range: AddressRange): readonly IssueDescription[] {
  const remedy = 'Give the addresses that you come from, for example 203.0.113.7/32.';
  if (range.bits === 0) return [issue('demo.public', 'This opens the database to the whole internet.', remedy)];
  return NEVER_PUBLIC.some((outer) => contains(outer, range))
    ? [issue('demo.public', `Nobody comes from ${range.text} over the internet: these addresses are private.`, remedy)]
    : [];
}

function contains(outer: AddressRange, inner: AddressRange): boolean {
  const size = 2 ** (32 - outer.bits);
  return inner.bits >= outer.bits && Math.floor(inner.first / size) === Math.floor(outer.first / size);
}

/** `undefined`: it is none. */
function parseRange(text: string): AddressRange | undefined {
  const [, address = '', bits] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  const octets = address.split('.').map(Number);
  if (bits === undefined || Number(bits) > 32 || octets.some((octet) => octet > 255)) return undefined;
  return { text, bits: Number(bits), first: octets.reduce((sum, octet) => sum * 256 + octet, 0) };
}
