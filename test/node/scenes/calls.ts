import { readReceipt } from '../nodeAnswers.js';
import { ETH, ETHER, FINNEY } from './places.js';
import { type Play, startPlay } from './play.js';
import { moved, type Scene } from './scene.js';
import type { Stage, Standing } from './stage.js';

/** A contract keeps ether, half of it from the listed, and pays an ether when it is told to. */
export async function playVault(stage: Stage): Promise<Scene<'vault' | 'keeper' | 'payee'>> {
  const { exchange, listed } = stage;
  const [keeper, payee] = [stage.person('vault, keeper'), stage.person('vault, payee')];
  const vault = await stage.deploy('Vault');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: keeper, amount: ETHER });
  await play.payEther({ from: listed, to: vault.at, amount: 2n * ETHER });
  await play.payEther({ from: exchange, to: vault.at, amount: 2n * ETHER });
  await play.act(
    { from: keeper, to: vault, call: 'pay', with: [payee, ETHER] },
    moved(vault.at, payee, { asset: ETH, amount: ETHER }),
  );
  return play.scene({ vault: vault.at, keeper, payee });
}

/**
 * Somebody makes contracts with money, one by a transaction and one inside of one; the first ends
 * and leaves what it had to an heir. Half of the maker's money is the listed's.
 */
export async function playLegacy(
  stage: Stage,
): Promise<Scene<'maker' | 'legacy' | 'workshop' | 'inner' | 'heir'>> {
  const [maker, heir] = [stage.person('legacy, maker'), stage.person('legacy, heir')];
  const workshop = await stage.deploy('Maker');
  const play = startPlay(stage);
  await payHalves(play, maker);
  const legacy = await stage.deploy('Legacy', { from: maker, value: ETHER });
  play.note({ txId: legacy.txId, nets: moved(maker, legacy.at, { asset: ETH, amount: ETHER }) });
  const value = 400n * FINNEY;
  const txId = await stage.act({ from: maker, to: workshop, call: 'make', with: [], value });
  const inner = await madeBy(stage, workshop, txId);
  play.note({ txId, nets: moved(maker, inner, { asset: ETH, amount: value }) });
  await play.act(
    { from: maker, to: legacy, call: 'end', with: [heir] },
    moved(legacy.at, heir, { asset: ETH, amount: ETHER }),
  );
  return play.scene({ maker, legacy: legacy.at, workshop: workshop.at, inner, heir });
}

/**
 * A contract runs another's code in its own name and pays from what it is called with. The frames
 * that do so, and one that only asks, move nothing themselves.
 */
export async function playFrames(
  stage: Stage,
): Promise<Scene<'caller' | 'borrower' | 'lender' | 'payee'>> {
  const [caller, payee] = [stage.person('frames, caller'), stage.person('frames, payee')];
  const [lender, borrower] = [await stage.deploy('Vault'), await stage.deploy('Borrower')];
  const play = startPlay(stage);
  await payHalves(play, caller);
  const [given, paid] = [ETHER, 400n * FINNEY];
  const words = [lender.at, payee, paid];
  await play.act({ from: caller, to: borrower, call: 'pay', with: words, value: given }, [
    ...moved(caller, borrower.at, { asset: ETH, amount: given }),
    ...moved(borrower.at, payee, { asset: ETH, amount: paid }),
  ]);
  return play.scene({ caller, borrower: borrower.at, lender: lender.at, payee });
}

/** Payments that fail: a whole one, one of a token, and one inside a transaction that goes on. */
export async function playFailures(
  stage: Stage,
): Promise<Scene<'payer' | 'refuser' | 'attempt' | 'payee'>> {
  const [payer, payee] = [stage.person('failed, payer'), stage.person('failed, payee')];
  const [refuser, attempt] = [await stage.deploy('Refuser'), await stage.deploy('Attempt')];
  const { usdc } = stage.contracts;
  const play = startPlay(stage);
  await payHalves(play, payer);
  const amount = 500n * FINNEY;
  const whole = await stage.send({ from: payer, to: refuser.at, value: amount });
  play.note({ txId: whole, nets: [] });
  const tooMuch = usdc.contract.abi.encodeFunctionData('transfer', [payee, 1]).slice(2);
  const token = await stage.send({ from: payer, to: usdc.at, value: 0n, data: tooMuch });
  play.note({ txId: token, nets: [] });
  const words = [refuser.at, amount];
  await play.act(
    { from: payer, to: attempt, call: 'tryToPay', with: words, value: amount },
    moved(payer, attempt.at, { asset: ETH, amount }),
  );
  await play.payEther({ from: payer, to: payee, amount: ETHER });
  return play.scene({ payer, refuser: refuser.at, attempt: attempt.at, payee });
}

/** The contract that a workshop says that it made. */
async function madeBy(stage: Stage, workshop: Standing, txId: string): Promise<string> {
  const answer = await stage.node.request('eth_getTransactionReceipt', [txId]);
  const [log] = readReceipt(answer).logs;
  const event = log === undefined ? null : workshop.contract.abi.parseLog(log);
  if (event === null) throw new Error('The workshop made nothing.');
  return String(event.args[0]).toLowerCase();
}

async function payHalves(play: Play, to: string): Promise<void> {
  await play.payEther({ from: play.stage.exchange, to, amount: 2n * ETHER });
  await play.payEther({ from: play.stage.listed, to, amount: 2n * ETHER });
}
