import { describe, expect, it } from 'vitest';
import { createAskingInTurn } from '../../../../src/app/payments/askInTurn.js';
import type { PaymentQuestion } from '../../../../src/app/payments/paymentPorts.js';
import { addressOfAccount } from '../../../../src/core/account.js';
import { AbortedError } from '../../../../src/core/errors.js';
import type { ChainAnswers } from '../../../../src/desk/payments/paymentFacts.js';
import { noDeadline } from '../../../support/sourceBench.js';
import { ASSETS, chainNamed, ETH, evmAccount } from '../../../support/world.js';

const ethereum = chainNamed('ethereum');
const ether = listed();

function listed() {
  const asset = ASSETS.get(ETH);
  if (asset === undefined) throw new Error('ETH is not listed');
  return asset;
}

const ANSWERS: ChainAnswers = {
  ...{ code: 'key', frozen: null, name: null },
  codeElsewhere: { on: [], unanswered: [] },
  frozenOther: { frozen: [], unanswered: [] },
};

function questionAbout(at: number): PaymentQuestion {
  const account = evmAccount(at);
  const wallet = { address: addressOfAccount(account), family: 'evm', ensName: null } as const;
  return { chain: ethereum, account, asset: ether, wallet, wasPaidHere: false };
}

/** Chains that answer when the test says so. Order of `asked`: as they were asked. */
function chainsByHand() {
  const asked: { readonly account: string; readonly answer: () => void }[] = [];
  const inTurn = createAskingInTurn(
    ({ account }) =>
      new Promise((resolve) => asked.push({ account, answer: () => resolve(ANSWERS) })),
  );
  return { asked, inTurn };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('chains that are asked about many payments', () => {
  it('are asked about a few at a time, and about the next once one is answered', async () => {
    const { asked, inTurn } = chainsByHand();
    const answers = Array.from({ length: 50 }, (_, at) =>
      inTurn('batch')(questionAbout(at), noDeadline()),
    );
    await soon();
    const atOnce = asked.length;
    expect(atOnce).toBeLessThan(10);
    asked[0]?.answer();
    await soon();
    expect(asked).toHaveLength(atOnce + 1);
    for (let at = 1; at < 50; at += 1) {
      asked[at]?.answer();
      await soon();
    }
    expect(await Promise.all(answers)).toHaveLength(50);
    expect(asked.map(({ account }) => account)).toEqual(
      Array.from({ length: 50 }, (_, at) => evmAccount(at)),
    );
  });

  it('are asked first about the one that somebody waits for', async () => {
    const { asked, inTurn } = chainsByHand();
    for (let at = 0; at < 20; at += 1) inTurn('batch')(questionAbout(at), noDeadline());
    inTurn('single')(questionAbout(99), noDeadline());
    await soon();
    const atOnce = asked.length;
    asked[0]?.answer();
    await soon();
    expect(asked[atOnce]?.account).toBe(evmAccount(99));
  });

  it('are asked once about two payments to one account', async () => {
    const { asked, inTurn } = chainsByHand();
    const both = [1, 1].map((at) => inTurn('batch')(questionAbout(at), noDeadline()));
    await soon();
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    expect(await Promise.all(both)).toEqual([ANSWERS, ANSWERS]);
  });

  it('are not asked any more once nobody waits', async () => {
    const { inTurn } = chainsByHand();
    const ending = new AbortController();
    const asked = inTurn('batch')(questionAbout(1), ending.signal);
    ending.abort();
    await expect(asked).rejects.toThrow(AbortedError);
  });
});
