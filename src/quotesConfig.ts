import { rate } from './configFields.js';
import { closedObject, closedWord, filledText } from './rules/problems.js';
import { isServerUrl, URL_WORDS } from './sourceConfig.js';

/** A service that says what something is worth. */
export interface QuotingService<Source extends string> {
  readonly source: Source;
  /** Where it is asked, without a slash at the end. */
  readonly url: string;
  readonly requestsPerSecond: number;
}

/** Where quotes come from; `none` asks nobody. */
export type QuotesConfig<Source extends string> =
  | { readonly source: 'none' }
  | QuotingService<Source>;

/** What a configuration file says of quotes: what it leaves out is as the service is known. */
export function quotesSchema<const Source extends string>(known: QuotingService<Source>) {
  return closedObject({
    source: closedWord([known.source, 'none']),
    url: filledText().optional(),
    requestsPerSecond: rate().optional(),
  }).transform(({ source, url, requestsPerSecond }, context): QuotesConfig<Source> => {
    const complain = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (source === 'none') {
      if (url !== undefined) complain('url', 'does not belong to "none", which asks nobody');
      if (requestsPerSecond !== undefined) {
        complain('requestsPerSecond', 'does not belong to "none", which asks nobody');
      }
      return { source: 'none' };
    }
    if (url !== undefined && !isServerUrl('esplora', url)) complain('url', URL_WORDS.esplora);
    return {
      source: known.source,
      url: (url ?? known.url).replace(/\/+$/, ''),
      requestsPerSecond: requestsPerSecond ?? known.requestsPerSecond,
    };
  });
}
