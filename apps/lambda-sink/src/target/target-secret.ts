import { targetUrlFromSecret, type FetchSecret } from '@drayage/sink-shell';
import type { DrayageConfig } from '@drayage/config';

/** The target's URL, from the secret that holds it. */
export interface TargetSecret {
  /** Fetched once for the life of the sandbox. */
  url(): Promise<string>;
  /** The target refused it: fetches it anew. Answers whether that may help, which it does not where no secret holds it. */
  refresh(): Promise<boolean>;
}

export function createTargetSecret(
  { url, urlSecretArn }: DrayageConfig['target'],
  fetchSecret: FetchSecret,
): TargetSecret {
  let known = url;
  const fetched = async (): Promise<string> => targetUrlFromSecret(await fetchSecret(urlSecretArn ?? ''));
  return {
    url: async () => (known ??= await fetched()),
    refresh: async () => {
      if (url !== undefined) return false;
      known = undefined;
      known = await fetched();
      return true;
    },
  };
}
