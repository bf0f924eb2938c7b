import { ETH, ETHER, FINNEY } from './places.js';
import { startPlay } from './play.js';
import type { Scene } from './scene.js';
import type { Stage } from './stage.js';

/**
 * One ether of two is wrapped and 0.6 of it paid; the payee unwraps 0.2 and pays 0.1 on.
 *
 * Half of all came from the exchange and half from the listed.
 */
export async function playWrapping(
  stage: Stage,
): Promise<Scene<'holder' | 'payee' | 'last' | 'weth'>> {
  const { exchange, listed, contracts } = stage;
  const { weth } = contracts;
  const holder = stage.person('wrapped, holder');
  const payee = stage.person('wrapped, payee');
  const last = stage.person('wrapped, last');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: holder, amount: ETHER });
  await play.payEther({ from: listed, to: holder, amount: ETHER });
  await play.payEther({ from: exchange, to: payee, amount: 10n * FINNEY });

  await play.act({ from: holder, to: weth, call: 'deposit', with: [], value: ETHER }, [
    { who: holder, asset: ETH, amount: -ETHER },
    { who: weth.at, asset: ETH, amount: ETHER },
    { who: holder, asset: weth.at, amount: ETHER },
  ]);
  await play.payToken(weth, { from: holder, to: payee, amount: 600n * FINNEY });
  const unwrapped = 200n * FINNEY;
  await play.act({ from: payee, to: weth, call: 'withdraw', with: [unwrapped] }, [
    { who: payee, asset: weth.at, amount: -unwrapped },
    { who: weth.at, asset: ETH, amount: -unwrapped },
    { who: payee, asset: ETH, amount: unwrapped },
  ]);
  await play.payEther({ from: payee, to: last, amount: 100n * FINNEY });
  return play.scene({ holder, payee, last, weth: weth.at });
}
