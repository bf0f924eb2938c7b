import { describe, expect, it } from 'vitest';
import { findSpoofedTransfers } from '../../../../src/core/patterns/spoofedTransfers.js';
import { ether, evmAccount } from '../../../support/world.js';
import { token } from './patternWorld.js';

const [WALLET, FAKE, FRIEND] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const signed = ether(WALLET, null, 1n, 5);

describe('a transfer in somebody else’s name', () => {
  const spoofed = token(WALLET, FAKE, 0n, 9);

  it('moves nothing and was not signed by the one whom it names', () => {
    expect(findSpoofedTransfers(WALLET, [signed, spoofed])).toEqual([spoofed]);
    const own = { ...spoofed, txId: signed.txId };
    expect(findSpoofedTransfers(WALLET, [signed, own])).toEqual([]);
  });

  it('is not called so while no fee of the wallet was seen', () => {
    expect(findSpoofedTransfers(WALLET, [spoofed])).toEqual([]);
    const feeOfOther = ether(FRIEND, null, 1n, 5);
    expect(findSpoofedTransfers(WALLET, [feeOfOther, spoofed])).toEqual([]);
  });

  it('is none that moves something, comes in, is no token or has no id', () => {
    for (const fact of [
      token(WALLET, FAKE, 1n, 9),
      token(FAKE, WALLET, 0n, 9),
      token(WALLET, WALLET, 0n, 9),
      ether(WALLET, FAKE, 0n, 9),
      { ...spoofed, txId: null },
    ]) {
      expect(findSpoofedTransfers(WALLET, [signed, fact])).toEqual([]);
    }
  });
});
