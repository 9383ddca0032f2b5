import { stringify } from 'yaml';

/** Settings as a part of `drayage.config.yaml`; empty where there are none. */
export function renderConfigYaml(config: Readonly<Record<string, unknown>>): string {
  return Object.keys(config).length === 0 ? '' : stringify(config, { lineWidth: 0, flowCollectionPadding: false });
}
