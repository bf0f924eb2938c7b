import { afterAll, describe, expect, it } from 'vitest';
import type { PaymentRequest } from '../../src/app/payments/paymentChecks.js';
import { ALL, openPayrollWorld } from '../support/payrollWorld.js';

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
const world = openPayrollWorld();
afterAll(() => world.close());
await world.register({ reference: 'contractor 9', address: ADDRESS });

const requestOf = (wallet: string): PaymentRequest => ({
  ...{ payee: 'contractor 9', wallet, chain: 'ethereum', asset: 'ETH' },
  ...{ amount: '0.5', invoice: 'INV-9' },
});

describe('a wallet that is given with a chain', () => {
  it.each([`arb1:${ADDRESS}`, `eip155:42161:${ADDRESS}`, `https://arbiscan.io/address/${ADDRESS}`])(
    '%s is not paid on another one',
    (wallet) => {
      const problems = world.checks.problemsOf([requestOf(wallet)]);
      expect(problems).toMatchObject([{ field: 'chain' }]);
      expect(problems[0]?.sentence).toMatch(/given as one on Arbitrum.*to be paid on Ethereum/);
    },
  );

  it.each([ADDRESS, `eth:${ADDRESS}`, `eip155:1:${ADDRESS}`, ADDRESS.toLowerCase()])(
    '%s is paid on its own',
    (wallet) => {
      expect(world.checks.problemsOf([requestOf(wallet)])).toEqual([]);
    },
  );

  it('is refused in a row of a payroll that names another one', async () => {
    const row = (wallet: string) => `contractor 9,${wallet},ethereum,ETH,0.5,INV-1`;
    const id = world.upload(
      'payee,wallet,chain,asset,amount,invoice',
      row(`arb1:${ADDRESS}`),
      row(`eth:${ADDRESS}`),
    );
    await world.run(id);
    const told = world.payrolls.listRows(id, ALL).map(({ problem }) => problem);
    expect(told).toEqual([expect.stringMatching(/Arbitrum/), null]);
  });
});
