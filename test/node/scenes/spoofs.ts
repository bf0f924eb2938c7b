import { DOLLAR, ETH, ETHER } from './places.js';
import { startPlay } from './play.js';
import { moved, type Scene } from './scene.js';
import type { Stage } from './stage.js';

/**
 * Somebody with 1,000 USDC of the exchange is covered with transfers that never happened: by a token
 * that nobody lists, in both directions, with value and without, and of nothing by USDC itself.
 * A last payment of 200 USDC is real.
 *
 * Source: https://medium.com/etherscan-blog/spoof-tokens-on-ethereum-c2ad882d9cf6
 */
export async function playSpoofs(
  stage: Stage,
): Promise<Scene<'victim' | 'spoofer' | 'lookalike' | 'shop' | 'token'>> {
  const { exchange, listed, contracts } = stage;
  const { usdc } = contracts;
  const [victim, spoofer] = [stage.person('spoofs, victim'), stage.person('spoofs, spoofer')];
  const shop = stage.person('spoofs, shop');
  // The first and last letters are the shop's, as poisoners choose them.
  const lookalike = `${shop.slice(0, 8)}${stage.person('spoofs, lookalike').slice(8, -6)}${shop.slice(-6)}`;
  const token = await stage.deploy('SpoofToken');
  const play = startPlay(stage);
  for (const to of [victim, spoofer]) await play.payEther({ from: exchange, to, amount: ETHER });
  await play.payToken(usdc, { from: exchange, to: victim, amount: 1_000n * DOLLAR });
  const pretend = (from: string, to: string, value: bigint) =>
    play.act({ from: spoofer, to: token, call: 'pretend', with: [from, to, value] }, []);
  await pretend(victim, lookalike, 200n * DOLLAR);
  await pretend(victim, lookalike, 0n);
  await pretend(victim, listed, 1_000n * DOLLAR);
  await pretend(listed, victim, 1_000_000n * DOLLAR);
  // Nobody needs to be allowed to move nothing, so that this event is of the real token.
  for (const to of [lookalike, listed]) {
    await play.act({ from: spoofer, to: usdc, call: 'transferFrom', with: [victim, to, 0n] }, []);
  }
  await play.payToken(usdc, { from: victim, to: shop, amount: 200n * DOLLAR });
  return play.scene({ victim, spoofer, lookalike, shop, token: token.at });
}

/**
 * A hundred ethers of the listed are "swapped" for one USDC with one's own contract, which pays the
 * hundred to somebody; the dollar is paid to somebody else.
 */
export async function playFakeConversion(
  stage: Stage,
): Promise<Scene<'launderer' | 'contract' | 'payee' | 'dollarPayee'>> {
  const { exchange, listed, contracts } = stage;
  const { usdc } = contracts;
  const [launderer, payee] = [stage.person('fake, launderer'), stage.person('fake, payee')];
  const dollarPayee = stage.person('fake, dollar payee');
  const contract = await stage.deploy('FakeExchange');
  const play = startPlay(stage);
  const [much, little] = [100n * ETHER, DOLLAR];
  await play.payEther({ from: exchange, to: launderer, amount: ETHER });
  await play.payEther({ from: listed, to: launderer, amount: much });
  await play.payToken(usdc, { from: exchange, to: contract.at, amount: 50n * DOLLAR });
  await play.act(
    { from: launderer, to: contract, call: 'swap', with: [usdc.at, little], value: much },
    [
      ...moved(launderer, contract.at, { asset: ETH, amount: much }),
      ...moved(contract.at, launderer, { asset: usdc.at, amount: little }),
    ],
  );
  await play.act(
    { from: launderer, to: contract, call: 'payAll', with: [payee] },
    moved(contract.at, payee, { asset: ETH, amount: much }),
  );
  await play.payToken(usdc, { from: launderer, to: dollarPayee, amount: little });
  return play.scene({ launderer, contract: contract.at, payee, dollarPayee });
}
