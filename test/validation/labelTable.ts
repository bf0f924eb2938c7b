import { addressOfAccount } from '../../src/core/account.js';
import type { WorldLabel } from './generate/world.js';

const HEADER = 'chain,address,entity,category,actor,event,source,source_date,confidence';

/** Where the claims of invented worlds would be read, if they were about anybody. */
const SOURCE = 'https://example.org/labels';

/** The labels of a world as a table that a person could import. */
export function formatLabelTable(chain: string, labels: readonly WorldLabel[]): string {
  const lines = labels.map(({ account, entity, category, actor, authority }) =>
    [
      ...[chain, addressOfAccount(account), entity, category, actor ?? '', ''],
      ...[SOURCE, '2025-06-01', authority],
    ].join(),
  );
  return [HEADER, ...lines, ''].join('\n');
}
