import { z } from 'zod';
import { DOLLAR, ETH, ETHER } from './places.js';
import { startPlay } from './play.js';
import { NO_DEADLINE, poolOf } from './pools.js';
import type { Net, Scene } from './scene.js';
import { type Stage, tokenBalanceOf } from './stage.js';

/**
 * Ether of the listed and USDC of the exchange go into a pool and come out again, in parts that the
 * pool decides; 500 USDC and half an ether of it are paid.
 */
export async function playLiquidity(
  stage: Stage,
): Promise<Scene<'provider' | 'payee' | 'pool' | 'router' | 'weth'>> {
  const { exchange, listed, contracts } = stage;
  const { router, usdc, weth } = contracts;
  const [provider, payee] = [stage.person('pool, provider'), stage.person('pool, payee')];
  const pool = await poolOf(stage, 'weth', 'usdc');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: provider, amount: ETHER });
  await play.payEther({ from: listed, to: provider, amount: ETHER });
  const most = 4_000n * DOLLAR;
  await play.payToken(usdc, { from: exchange, to: provider, amount: most });

  const intoPool = (sign: 1n | -1n, ether: bigint, dollars: bigint): readonly Net[] => [
    { who: provider, asset: ETH, amount: -sign * ether },
    { who: weth.at, asset: ETH, amount: sign * ether },
    { who: pool.at, asset: weth.at, amount: sign * ether },
    { who: provider, asset: usdc.at, amount: -sign * dollars },
    { who: pool.at, asset: usdc.at, amount: sign * dollars },
  ];
  await play.act({ from: provider, to: usdc, call: 'approve', with: [router.at, most] }, []);
  const held = async (token: typeof usdc) => tokenBalanceOf(stage, token, pool.at);
  const words = [ETHER, await held(weth), await held(usdc)];
  const dollars = z.bigint().parse(await stage.ask({ to: router, call: 'quote', with: words }));
  await play.act(
    {
      from: provider,
      to: router,
      call: 'addLiquidityETH',
      with: [usdc.at, most, 0n, 0n, provider, NO_DEADLINE],
      value: ETHER,
    },
    intoPool(1n, ETHER, dollars),
  );

  const share = await tokenBalanceOf(stage, pool, provider);
  await play.act({ from: provider, to: pool, call: 'approve', with: [router.at, share] }, []);
  const all = z.bigint().parse(await stage.ask({ to: pool, call: 'totalSupply', with: [] }));
  const [ether, back] = [((await held(weth)) * share) / all, ((await held(usdc)) * share) / all];
  await play.act(
    {
      from: provider,
      to: router,
      call: 'removeLiquidityETH',
      with: [usdc.at, share, 0n, 0n, provider, NO_DEADLINE],
    },
    intoPool(-1n, ether, back),
  );
  await play.payToken(usdc, { from: provider, to: payee, amount: 500n * DOLLAR });
  await play.payEther({ from: provider, to: payee, amount: ETHER / 2n });
  return play.scene({ provider, payee, pool: pool.at, router: router.at, weth: weth.at });
}
