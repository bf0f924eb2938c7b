import { describe, expect, it } from 'vitest';
import { createChainAsking } from '../../../../src/app/payments/askChains.js';
import type { FrozenAnswer } from '../../../../src/app/payTime/payTimeQuestions.js';
import { createAccount } from '../../../../src/core/account.js';
import { Bug } from '../../../../src/core/errors.js';
import { readAssets } from '../../../../src/packageFiles.js';
import { chainNamed, noDeadline } from '../../../support/sourceBench.js';

const ethereum = chainNamed('ethereum');
const address = '0x52908400098527886e0f7030069857d2e4169ee7';
const assets = readAssets();

function assetOf(symbol: string) {
  const found = [...assets.values()].find(
    (one) => one.chain === ethereum.id && one.symbol === symbol,
  );
  if (found === undefined) throw new Bug('An asset is missing.', { symbol });
  return found;
}

/** Asks before a payment in an asset, where contracts answer so. */
async function ask(symbol: string, frozen: Readonly<Record<string, FrozenAnswer>>) {
  const asking = createChainAsking({
    payTime: {
      readCode: async () => 'key',
      askFrozen: async (_account, id) => frozen[assets.get(id)?.symbol ?? ''] ?? 'not-frozen',
      resolveName: async () => {
        throw new Bug('No name was to be resolved.');
      },
    },
    ...{ chains: [ethereum], assets },
  });
  const account = createAccount(ethereum.id, address);
  const wallet = { address, family: 'evm', ensName: null } as const;
  const question = { chain: ethereum, account, asset: assetOf(symbol), wallet, wasPaidHere: false };
  return asking(question, noDeadline());
}

describe('a contract that does not answer a question which it has', () => {
  it('has not said that the wallet is not frozen', async () => {
    expect(await ask('USDC', { USDC: 'cannot-tell' })).toMatchObject({ frozen: 'unanswered' });
    expect(await ask('ETH', { USDT: 'cannot-tell' })).toMatchObject({
      frozenOther: { frozen: [], unanswered: ['USDT'] },
    });
  });

  it('is another than one of which nobody knows how to ask it', async () => {
    const unknown = { WBTC: 'cannot-tell' } as const;
    expect(await ask('WBTC', unknown)).toMatchObject({ frozen: 'cannot-tell' });
    expect(await ask('ETH', unknown)).toMatchObject({
      frozenOther: { frozen: [], unanswered: [] },
    });
  });
});
