import type { EndpointFacts } from '../facts/aws-facts.js';

/** A setting of the endpoint, from its settings or from the extra connection attributes, whose names begin in lower case. */
export function endpointSetting({ settings, extraConnectionAttributes }: EndpointFacts, name: string): unknown {
  if (settings[name] !== undefined) return settings[name];
  const attributes = new Map(
    extraConnectionAttributes.split(';').map((attribute) => {
      const at = attribute.indexOf('=');
      return [attribute.slice(0, at).trim().toLowerCase(), attribute.slice(at + 1).trim()] as const;
    }),
  );
  return attributes.get(name.toLowerCase());
}
