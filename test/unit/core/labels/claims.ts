import { createAccount } from '../../../../src/core/account.js';
import type { Attribution } from '../../../../src/core/attribution.js';
import { CHAINS } from '../../../../src/core/chain.js';

const [ETHEREUM] = CHAINS.map(({ id }) => id);

/** A claim of a list; the parts replace what it has. */
export function claim(
  parts: Partial<Attribution> & { readonly address?: string } = {},
): Attribution {
  const { address = '0xaa', ...rest } = parts;
  if (ETHEREUM === undefined) throw new Error('There are no chains.');
  return {
    account: createAccount(ETHEREUM, address),
    entity: 'Lazarus Group',
    category: 'sanctioned',
    actor: 'lazarus',
    event: null,
    authority: 'list',
    confidence: 1,
    use: 'exposure',
    set: 'a-list',
    source: 'https://list.example/party?id=1 (Entry 1)',
    sourceDate: null,
    entityListedOn: '2019-09-13',
    listedOn: null,
    delistedOn: null,
    note: null,
    ...rest,
  };
}
