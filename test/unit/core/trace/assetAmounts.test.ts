import fc from 'fast-check';
import { expect, it } from 'vitest';
import { erc20AssetId } from '../../../../src/core/asset.js';
import { AssetAmounts } from '../../../../src/core/trace/assetAmounts.js';
import { BTC, chainNamed, ETH } from '../../../support/world.js';

const USDC = erc20AssetId(chainNamed('ethereum').id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

it('amounts by asset are what a map of them is, and a copy is apart', () => {
  const changes = fc.array(
    fc.record({
      what: fc.constantFrom('set', 'add', 'clear', 'copy'),
      asset: fc.constantFrom(ETH, BTC, USDC),
      amount: fc.bigInt({ min: -5n, max: 5n }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(changes, (list) => {
      let amounts = new AssetAmounts();
      const map = new Map<string, bigint>();
      for (const { what, asset, amount } of list) {
        if (what === 'clear') {
          amounts.clear();
          map.clear();
        } else if (what === 'copy') {
          const before = amounts;
          amounts = amounts.copy();
          before.add(asset, amount);
        } else if (what === 'set') {
          amounts.set(asset, amount);
          map.set(asset, amount);
        } else {
          amounts.add(asset, amount);
          map.set(asset, (map.get(asset) ?? 0n) + amount);
        }
        expect([...amounts]).toEqual([...map]);
        for (const one of [ETH, BTC, USDC]) expect(amounts.get(one)).toBe(map.get(one));
      }
    }),
  );
});
