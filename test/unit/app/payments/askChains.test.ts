import { describe, expect, it } from 'vitest';
import { createChainAsking } from '../../../../src/app/payments/askChains.js';
import type { PayTimeQuestions } from '../../../../src/app/payTime/payTimeQuestions.js';
import { type Account, chainOfAccount, createAccount } from '../../../../src/core/account.js';
import { ConfigError, InputError, TransportError } from '../../../../src/core/errors.js';
import { readAssets } from '../../../../src/packageFiles.js';
import { chainNamed } from '../../../support/world.js';

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
const OTHER = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const assets = readAssets();
const ethereum = chainNamed('ethereum');
const base = chainNamed('base');
const bitcoin = chainNamed('bitcoin');
const account = createAccount(ethereum.id, ADDRESS.toLowerCase());
const usdc = listed('USDC');

function listed(symbol: string) {
  const asset = [...assets.values()].find(
    (one) => one.chain === ethereum.id && one.symbol === symbol,
  );
  if (asset === undefined) throw new Error(`${symbol} is not listed`);
  return asset;
}

type Asked = Pick<PayTimeQuestions, 'readCode' | 'askFrozen' | 'resolveName'>;

const silent = async () => {
  throw new TransportError('The node does not answer.');
};
const named = (address: string) => async () => ({ name: 'a.eth', address, account });
const quiet: Asked = {
  readCode: async () => 'key',
  askFrozen: async () => 'not-frozen',
  resolveName: named(ADDRESS),
};

function ask(payTime: Partial<Asked>, parts: { ensName?: string; wasPaidHere?: boolean } = {}) {
  const wallet = { address: ADDRESS, family: 'evm', ensName: parts.ensName ?? null } as const;
  return createChainAsking({ payTime: { ...quiet, ...payTime }, chains: [ethereum, base], assets })(
    { chain: ethereum, account, asset: usdc, wallet, wasPaidHere: parts.wasPaidHere ?? false },
    new AbortController().signal,
  );
}

describe('what chains are asked before somebody is paid', () => {
  it('is told as unanswered where nobody answers, and never as fine', async () => {
    const answers = await ask(
      { readCode: silent, askFrozen: silent, resolveName: silent },
      { ensName: 'a.eth' },
    );
    expect(answers).toMatchObject({ code: 'unanswered', frozen: 'unanswered', name: 'unanswered' });
    expect(answers.frozenOther.unanswered).toContain('USDT');
    expect(answers.frozenOther.unanswered).not.toContain('USDC');
    expect(answers.frozenOther.unanswered).not.toContain('ETH');
  });

  it('fails where the configuration is wrong', async () => {
    const wrong = async () => {
      throw new ConfigError('The key file cannot be read.');
    };
    await expect(ask({ readCode: wrong })).rejects.toThrow(ConfigError);
  });

  it('is asked of other chains where there is no code here, until the wallet was paid here', async () => {
    const readCode: Asked['readCode'] = async (one: Account) =>
      chainOfAccount(one) === base.id ? 'contract' : 'key';
    expect((await ask({ readCode })).codeElsewhere.on).toEqual(['Base']);
    expect((await ask({ readCode }, { wasPaidHere: true })).codeElsewhere.on).toEqual([]);
    const half: Asked['readCode'] = async (one) =>
      chainOfAccount(one) === base.id ? silent() : 'key';
    expect((await ask({ readCode: half })).codeElsewhere.unanswered).toEqual(['Base']);
  });

  it('is what the name stands for now, where there is one', async () => {
    const nobody = async () => {
      throw new InputError('The name stands for nothing.');
    };
    expect((await ask({ resolveName: silent })).name).toBeNull();
    const now = async (resolveName: Asked['resolveName']) =>
      (await ask({ resolveName }, { ensName: 'a.eth' })).name;
    expect(await now(named(ADDRESS.toLowerCase()))).toBe('same');
    expect(await now(named(OTHER))).toBe('elsewhere');
    expect(await now(nobody)).toBe('nothing');
  });

  it('is nothing for a Bitcoin address', async () => {
    const payTime = { readCode: silent, askFrozen: silent, resolveName: silent };
    const asked = createChainAsking({ payTime, chains: [ethereum], assets })(
      {
        ...{ chain: bitcoin, account, asset: usdc, wasPaidHere: false },
        wallet: { address: 'bc1q', family: 'utxo', ensName: null },
      },
      new AbortController().signal,
    );
    expect(await asked).toMatchObject({ code: null, frozen: null, name: null });
  });
});
