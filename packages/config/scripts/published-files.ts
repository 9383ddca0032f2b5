import { configJsonSchema, type JsonSchemaNode } from '../src/schema/json-schema.js';
import { listSettings, type Setting } from '../src/settings/setting.js';

const BEGIN = '<!-- keys: generated, see packages/config/README.md -->';
const END = '<!-- /keys -->';

/** The text of `drayage.schema.json`. */
export function renderSchema(): string {
  return `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
}

/** The documentation page with its tables of keys made anew; the prose around them stays. */
export function renderPage(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) {
    throw new Error(`The page has no place for the keys: ${BEGIN} … ${END}`);
  }
  return `${page.slice(0, begin)}${BEGIN}\n\n${renderTables()}\n${page.slice(end)}`;
}

function renderTables(): string {
  const schema = configJsonSchema();
  const all = listSettings();
  const tables = [...new Set(all.map(sectionOf))].map((section) => {
    const settings = all.filter((setting) => sectionOf(setting) === section);
    const title =
      section === ''
        ? '### At the top'
        : `### \`${section}\`: ${lowerFirst(schema.properties?.[section]?.description ?? '')}`;
    return `${title}\n\n| key | variable | default | meaning |\n|---|---|---|---|\n${settings.map(renderRow).join('\n')}\n`;
  });
  return [...tables, renderTablePolicy(schema)].join('\n');
}

/** Empty for the keys outside any section. */
function sectionOf({ path }: Setting): string {
  return path.slice(0, Math.max(0, path.indexOf('.')));
}

function renderTablePolicy(schema: JsonSchemaNode): string {
  const { properties = {}, required = [] } = schema.properties?.write?.properties?.tables?.items ?? {};
  const rows = Object.entries(properties).map(
    ([name, node]) =>
      `| \`${name}\`${required.includes(name) ? ' (required)' : ''} | ${cell(`${node.description ?? ''}${allowed(node)}`)} |`,
  );
  return `### An entry of \`write.tables\`\n\n| key | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}

function renderRow({ path, variable, schema, description, default: value }: Setting): string {
  const shown = value === undefined ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  return `| \`${path}\` | \`${variable}\` | ${shown} | ${cell(`${description}${allowed(schema)}`)} |`;
}

function allowed({ enum: values, minimum, maximum }: JsonSchemaNode): string {
  if (values !== undefined && values.length > 1) {
    return ` One of ${values.map((value) => `\`${value}\``).join(', ')}.`;
  }
  return minimum === undefined || maximum === undefined ? '' : ` ${minimum} to ${maximum}.`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').trim();
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
