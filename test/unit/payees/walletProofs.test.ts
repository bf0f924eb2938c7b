import { describe, expect, it } from 'vitest';
import type { PayeePorts } from '../../../src/app/payees/payeePorts.js';
import { ADA, BOB, FIRST, openPayees } from './payeesWorld.js';

async function openWithWallet(parts: Partial<PayeePorts> = {}) {
  const world = openPayees(parts);
  const payee = world.add('AC-17');
  const wallet = await world.register(payee.id);
  const sign = (message: string) =>
    world.payees.recordProof(
      wallet.id,
      { kind: 'signature', signature: ` signed: ${message}\n` },
      BOB,
    );
  return { ...world, payee, wallet, sign };
}

describe('control of a wallet', () => {
  it('is shown by a signature over a text that names it, a day and 128 random bits', async () => {
    const { payees, wallet, sign, audited } = await openWithWallet();
    const { message, expiresAt } = payees.askProof(wallet.id, ADA);
    expect(message).toMatch(/^Hopsight: [^\n]* 2026-11-29\. Nonce: [0-9a-f]{32}$/);
    expect(message).toContain(FIRST);
    expect(expiresAt).toBe('2026-11-29T10:00:00Z');
    expect(payees.readProofRequest(wallet.id)).toEqual({ walletId: wallet.id, message, expiresAt });
    const proof = await sign(message);
    expect(proof).toEqual({
      ...{ id: proof.id, kind: 'signature', method: 'EIP-191', note: '' },
      ...{ recordedAt: '2026-11-22T10:00:00Z', recordedBy: BOB.id },
    });
    expect(payees.readWallet(wallet.id)?.proofs).toEqual([proof]);
    expect(audited().slice(0, 2)).toEqual([
      `proof-recorded ${wallet.id} by ${BOB.id}`,
      `proof-asked ${wallet.id} by ${ADA.id}`,
    ]);
  });

  it('is shown once by each text, and by the newest alone', async () => {
    const { payees, wallet, sign } = await openWithWallet();
    const first = payees.askProof(wallet.id, ADA);
    const second = payees.askProof(wallet.id, ADA);
    expect(second.message).not.toBe(first.message);
    await expect(sign(first.message)).rejects.toThrow(/not of this address/);
    await sign(second.message);
    await expect(sign(second.message)).rejects.toThrow(/No text waits/);
    expect(payees.readProofRequest(wallet.id)).toBeNull();
  });

  it('is not shown after the time of the text, nor for an ended wallet', async () => {
    const { payees, wallet, sign, wait } = await openWithWallet();
    const { message } = payees.askProof(wallet.id, ADA);
    wait(7 * 86_400 - 1);
    expect(payees.readProofRequest(wallet.id)?.message).toBe(message);
    wait(1);
    expect(payees.readProofRequest(wallet.id)).toBeNull();
    await expect(sign(message)).rejects.toThrow(/No text waits/);
    payees.endWallet(wallet.id, ADA);
    expect(() => payees.askProof(wallet.id, ADA)).toThrow(/was ended/);
    await expect(sign(message)).rejects.toThrow(/was ended/);
  });

  it.each([
    ['another text was asked for', 'askProof'],
    ['the wallet was ended', 'endWallet'],
  ] as const)('is not shown where %s meanwhile', async (_what, act) => {
    const world = await openWithWallet({
      verifyControl: async () => {
        world.payees[act](world.wallet.id, ADA);
        return { kind: 'shown', method: 'EIP-191' };
      },
    });
    const { message } = world.payees.askProof(world.wallet.id, ADA);
    await expect(world.sign(message)).rejects.toThrow(/No text waits/);
    expect(world.payees.readWallet(world.wallet.id)?.proofs).toEqual([]);
  });

  it('is shown once where the same signature comes twice at once', async () => {
    const { payees, wallet, sign } = await openWithWallet();
    const { message } = payees.askProof(wallet.id, ADA);
    const both = await Promise.allSettled([sign(message), sign(message)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(payees.readWallet(wallet.id)?.proofs).toHaveLength(1);
  });

  it.each(['statement', 'test-payment'] as const)('is shown by a %s, with a note', async (kind) => {
    const { payees, wallet } = await openWithWallet();
    const note = 'May 2026, Example Exchange';
    const proof = await payees.recordProof(wallet.id, { kind, note }, ADA);
    expect(proof).toMatchObject({ kind, note, method: null });
    for (const [bad, why] of [
      [' ', /Say what was seen/],
      ['x'.repeat(2001), /2000 characters/],
      ['ab'.repeat(32), /private key/],
    ] as const) {
      await expect(payees.recordProof(wallet.id, { kind, note: bad }, ADA)).rejects.toThrow(why);
    }
  });

  it.each(['', ' ', 'x'.repeat(20_001)])(
    'is not shown by a signature of no such size',
    async (bad) => {
      const { payees, wallet } = await openWithWallet();
      payees.askProof(wallet.id, ADA);
      const proof = { kind: 'signature', signature: bad } as const;
      await expect(payees.recordProof(wallet.id, proof, ADA)).rejects.toThrow(/must not be blank/);
    },
  );
});
