import { DOLLAR, ETH, ETHER, FINNEY } from './places.js';
import { startPlay } from './play.js';
import type { Net, Scene } from './scene.js';
import type { Stage } from './stage.js';

/** A scene with one who pays three in one transaction. */
export type BatchScene = Scene<'payer' | 'first' | 'second' | 'third' | 'batch'>;

/**
 * Ether of the exchange and the listed, half and half, is paid to three at once by Disperse, which
 * gives back what was too much; then USDC of the listed alone.
 */
export async function playDisperse(stage: Stage): Promise<BatchScene> {
  const { exchange, listed, contracts } = stage;
  const { disperse, usdc } = contracts;
  const payer = stage.person('batch, payer');
  const to = ['first', 'second', 'third'].map((word) => stage.person(`batch, ${word}`));
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: payer, amount: 2n * ETHER });
  await play.payEther({ from: listed, to: payer, amount: 2n * ETHER });
  await play.payToken(usdc, { from: listed, to: payer, amount: 3_000n * DOLLAR });

  const ethers = [500n * FINNEY, 600n * FINNEY, 700n * FINNEY];
  await play.act(
    {
      from: payer,
      to: disperse,
      call: 'disperseEther',
      with: [to, ethers],
      value: 2n * ETHER,
    },
    batchNets(payer, { asset: ETH, to, amounts: ethers }),
  );
  const dollars = [700n * DOLLAR, 800n * DOLLAR, 900n * DOLLAR];
  const most = 2_400n * DOLLAR;
  await play.act({ from: payer, to: usdc, call: 'approve', with: [disperse.at, most] }, []);
  await play.act(
    { from: payer, to: disperse, call: 'disperseToken', with: [usdc.at, to, dollars] },
    batchNets(payer, { asset: usdc.at, to, amounts: dollars }),
  );
  const [first = '', second = '', third = ''] = to;
  return play.scene({ payer, first, second, third, batch: disperse.at });
}

/** What a payment to many does to each. */
export function batchNets(
  from: string,
  batch: {
    readonly asset: string;
    readonly to: readonly string[];
    readonly amounts: readonly bigint[];
  },
): readonly Net[] {
  const { asset, to, amounts } = batch;
  const all = amounts.reduce((sum, amount) => sum + amount, 0n);
  return [
    { who: from, asset, amount: -all },
    ...to.map((who, at) => ({ who, asset, amount: amounts[at] ?? 0n })),
  ];
}
