import { toBeHex } from 'ethers';
import { z } from 'zod';
import { readReceipt } from '../nodeAnswers.js';
import { DOLLAR, ETH, ETHER, FINNEY, NOBODY } from './places.js';
import { startPlay } from './play.js';
import { moved, type Scene } from './scene.js';
import { feeOf, type Stage } from './stage.js';

/** 2,000 USDC are minted for somebody by nobody but the token, and half of them paid. */
export async function playMint(stage: Stage): Promise<Scene<'holder' | 'payee'>> {
  const { exchange, contracts } = stage;
  const { usdc } = contracts;
  const [holder, payee] = [stage.person('mint, holder'), stage.person('mint, payee')];
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: holder, amount: ETHER });
  const value = 2_000n * DOLLAR;
  await play.act({ from: exchange, to: usdc, call: 'mint', with: [holder, value] }, [
    { who: holder, asset: usdc.at, amount: value },
  ]);
  await play.payToken(usdc, { from: holder, to: payee, amount: 1_000n * DOLLAR });
  return play.scene({ holder, payee });
}

/** A bridge mints 3,000 USDC for somebody and pays an ether, both by a call of its relayer. */
export async function playBridge(stage: Stage): Promise<Scene<'bridge' | 'relayer' | 'payee'>> {
  const { exchange, contracts } = stage;
  const { usdc } = contracts;
  const [relayer, payee] = [stage.person('bridge, relayer'), stage.person('bridge, payee')];
  const bridge = await stage.deploy('BridgeEnd');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: relayer, amount: ETHER });
  await play.payEther({ from: exchange, to: bridge.at, amount: 5n * ETHER });
  const dollars = 3_000n * DOLLAR;
  await play.act(
    { from: relayer, to: bridge, call: 'deliverToken', with: [usdc.at, payee, dollars] },
    [{ who: payee, asset: usdc.at, amount: dollars }],
  );
  await play.act(
    { from: relayer, to: bridge, call: 'deliverEther', with: [payee, ETHER] },
    moved(bridge.at, payee, { asset: ETH, amount: ETHER }),
  );
  return play.scene({ bridge: bridge.at, relayer, payee });
}

/**
 * Ether that comes without any transaction: what others pay the proposer of a block to be in it, and
 * a balance that grows between two blocks as by a withdrawal of a validator. Both pay it on.
 *
 * Blind spot: the node mints no block reward and applies no withdrawal; the balance is set by hand.
 * Source: https://eips.ethereum.org/EIPS/eip-4895
 */
export async function playIssuedEther(
  stage: Stage,
): Promise<Scene<'proposer' | 'validator' | 'first' | 'second'>> {
  const { exchange, node, contracts } = stage;
  const [proposer, validator] = [stage.person('issued, proposer'), stage.person('issued, stake')];
  const [first, second] = [stage.person('issued, first'), stage.person('issued, second')];
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: validator, amount: 10n * FINNEY });

  await node.request('anvil_setCoinbase', [proposer]);
  // It takes so much gas that its tip is worth paying on.
  const { txId } = await stage.deploy(contracts.entryPoint.contract);
  await node.request('anvil_setCoinbase', [NOBODY]);
  const tip = await tipOf(stage, txId);
  play.noteUnseen({ who: proposer, asset: ETH, amount: tip });
  await play.payEther({ from: proposer, to: first, amount: 5n * FINNEY });

  const withdrawn = 32n * ETHER;
  const before = await node.balanceOf(validator);
  await node.request('anvil_setBalance', [validator, toBeHex(before + withdrawn)]);
  play.noteUnseen({ who: validator, asset: ETH, amount: withdrawn });
  await play.payEther({ from: validator, to: second, amount: 20n * ETHER });
  return play.scene({ proposer, validator, first, second });
}

/** What a transaction paid above the base fee, which is burned. Units: wei. */
async function tipOf(stage: Stage, txId: string): Promise<bigint> {
  const { node } = stage;
  const answer = await node.request('eth_getBlockByNumber', ['latest', false]);
  const { baseFeePerGas } = z.object({ baseFeePerGas: z.string().transform(BigInt) }).parse(answer);
  const { gasUsed } = readReceipt(await node.request('eth_getTransactionReceipt', [txId]));
  return (await feeOf(node, txId)) - gasUsed * baseFeePerGas;
}
