import type { Account } from '../../src/core/account.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Knowledge } from '../../src/core/boundary.js';
import { parseLabelCsv } from '../../src/sources/labels/csv.js';
import type { World } from './generate/world.js';
import { formatLabelTable } from './labelTable.js';

/** What the labels of a world say, read as the product reads a person's table. */
export function knowledgeOf(world: World): Knowledge {
  const { rows, problems } = parseLabelCsv(formatLabelTable(world.chain, world.labels), 'world');
  if (problems.length > 0) throw new Error(`${world.name}: ${problems[0]?.problem}`);
  const claims = new Map<Account, Attribution[]>();
  for (const row of rows) claims.set(row.account, [...(claims.get(row.account) ?? []), row]);
  return { claimsOf: (account) => claims.get(account) ?? [], ownAccounts: new Set() };
}
