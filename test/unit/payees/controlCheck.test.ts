import { Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createControlCheck } from '../../../src/app/payees/controlCheck.js';
import type { ContractSignatureAnswer } from '../../../src/app/payTime/payTimeQuestions.js';
import { addressOfAccount, chainOfAccount } from '../../../src/core/account.js';
import { CapabilityError } from '../../../src/core/errors.js';
import type { PayeeWallet } from '../../../src/core/payee.js';
import { FIRST, ON_BITCOIN, openPayees } from './payeesWorld.js';

const MESSAGE = 'Hopsight: this and that.';
const key = new Wallet(`0x${'11'.repeat(32)}`);
const signal = new AbortController().signal;

/** A wallet at an address, and what contracts there say by chain; the chains that were asked. */
async function openCheck(text: string, says: Record<string, ContractSignatureAnswer | Error> = {}) {
  const { add, register } = openPayees();
  const wallet: PayeeWallet = await register(add('AC-17').id, { text });
  const asked: string[] = [];
  const check = createControlCheck({
    verifyContractSignature: async ({ account, signature }) => {
      expect([addressOfAccount(account), signature.slice(0, 2)]).toEqual([
        wallet.address.toLowerCase(),
        '0x',
      ]);
      const chain = chainOfAccount(account);
      asked.push(chain);
      const answer = says[chain] ?? 'no-contract';
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const shown = (signature: string) => check({ wallet, message: MESSAGE, signature }, signal);
  return { shown, asked };
}

describe('a signature', () => {
  it('of the key of the address shows control, and no chain is asked', async () => {
    const { shown, asked } = await openCheck(key.address);
    const signature = key.signMessageSync(MESSAGE);
    expect(await shown(signature)).toEqual({ kind: 'shown', method: 'EIP-191' });
    expect(await shown(signature.slice(2))).toEqual({ kind: 'shown', method: 'EIP-191' });
    expect(asked).toEqual([]);
  });

  it('of another key, or over another text, shows none', async () => {
    for (const [text, message] of [
      [FIRST, MESSAGE],
      [key.address, `${MESSAGE} `],
    ] as const) {
      const { shown, asked } = await openCheck(text);
      const answer = await shown(key.signMessageSync(message).slice(2));
      expect(answer).toMatchObject({
        kind: 'not-shown',
        why: expect.stringMatching(/not of this/),
      });
      expect(asked).toEqual(['eip155:1', 'eip155:137']);
    }
  });

  it('is taken by a contract on one of the chains, which is named', async () => {
    const { shown } = await openCheck(FIRST, { 'eip155:1': 'invalid', 'eip155:137': 'valid' });
    expect(await shown('0x0011')).toEqual({ kind: 'shown', method: 'EIP-1271 on polygon' });
  });

  it('shows none where a chain that might know could not be asked', async () => {
    const down = new CapabilityError('Nobody can be asked.');
    const { shown } = await openCheck(FIRST, { 'eip155:1': down });
    expect(await shown('0x0011')).toMatchObject({
      ...{ kind: 'not-shown', why: expect.stringMatching(/could not be asked. Nobody can/) },
    });
    const other = await openCheck(FIRST, { 'eip155:1': down, 'eip155:137': 'valid' });
    expect((await other.shown('0x0011')).kind).toBe('shown');
  });

  it('for Bitcoin asks no contract', async () => {
    const { shown, asked } = await openCheck(ON_BITCOIN);
    expect((await shown(Buffer.alloc(66).toString('base64'))).kind).toBe('not-shown');
    expect(asked).toEqual([]);
  });
});
