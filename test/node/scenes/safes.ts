import { concat, dataLength, toBeHex, type Wallet } from 'ethers';
import { batchNets } from './batches.js';
import { DOLLAR, ETH, ETHER, FINNEY, NOBODY } from './places.js';
import { type Play, startPlay } from './play.js';
import { moved, type Net, type Scene } from './scene.js';
import type { Stage, Standing } from './stage.js';

/** A scene with a Safe that gets money and pays it on. */
export type SafeScene = Scene<'safe' | 'owner' | 'relayer' | 'payee' | 'first' | 'second'>;

const CALL = 0;
const DELEGATE_CALL = 1;

/**
 * A Safe gets two ethers of four and 1,000 USDC of 4,000 from the listed, and pays one ether and
 * 2,000 USDC by what its owner signed and a relayer sent; then two accounts in one transaction.
 */
export async function playSafe(stage: Stage): Promise<SafeScene> {
  const { exchange, listed, contracts } = stage;
  const { usdc, multiSend } = contracts;
  const owner = stage.signer('the Safe’s owner');
  const [relayer, payee] = [stage.person('safe, relayer'), stage.person('safe, payee')];
  const [first, second] = [stage.person('safe, first'), stage.person('safe, second')];
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: relayer, amount: ETHER });
  const safe = await openSafe(play, { owner, by: relayer });
  await play.payEther({ from: listed, to: safe.at, amount: 2n * ETHER });
  await play.payEther({ from: exchange, to: safe.at, amount: 2n * ETHER });
  await play.payToken(usdc, { from: listed, to: safe.at, amount: 1_000n * DOLLAR });
  await play.payToken(usdc, { from: exchange, to: safe.at, amount: 3_000n * DOLLAR });

  const execute = (order: Omit<Order, 'safe' | 'owner' | 'by'>, nets: readonly Net[]) =>
    executeBySafe(play, { ...order, safe, owner, by: relayer }, nets);
  const transfer = (to: string, amount: bigint) =>
    usdc.contract.abi.encodeFunctionData('transfer', [to, amount]);
  await execute(
    { to: payee, value: ETHER, data: '0x', operation: CALL },
    moved(safe.at, payee, { asset: ETH, amount: ETHER }),
  );
  const dollars = 2_000n * DOLLAR;
  await execute(
    { to: usdc.at, value: 0n, data: transfer(payee, dollars), operation: CALL },
    moved(safe.at, payee, { asset: usdc.at, amount: dollars }),
  );
  const [ether, rest] = [300n * FINNEY, 500n * DOLLAR];
  const calls = concat([
    packedCall({ to: first, value: ether, data: '0x' }),
    packedCall({ to: second, value: ether, data: '0x' }),
    packedCall({ to: usdc.at, value: 0n, data: transfer(first, rest) }),
  ]);
  await execute(
    {
      to: multiSend.at,
      value: 0n,
      data: multiSend.contract.abi.encodeFunctionData('multiSend', [calls]),
      operation: DELEGATE_CALL,
    },
    [
      ...batchNets(safe.at, { asset: ETH, to: [first, second], amounts: [ether, ether] }),
      ...moved(safe.at, first, { asset: usdc.at, amount: rest }),
    ],
  );
  const signer = owner.address.toLowerCase();
  return play.scene({ safe: safe.at, owner: signer, relayer, payee, first, second });
}

/** Something that a Safe is to do. Units: wei. */
interface Order {
  readonly safe: Standing;
  readonly owner: Wallet;
  readonly by: string;
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
  readonly operation: typeof CALL | typeof DELEGATE_CALL;
}

async function openSafe(
  play: Play,
  { owner, by }: { readonly owner: Wallet; readonly by: string },
): Promise<Standing> {
  const { stage } = play;
  const { safe, safeFactory } = stage.contracts;
  const setUp = safe.contract.abi.encodeFunctionData('setup', [
    [owner.address],
    ...[1, NOBODY, '0x', NOBODY, NOBODY, 0, NOBODY],
  ]);
  const words = [safe.at, setUp, 0];
  const create = { to: safeFactory, call: 'createProxyWithNonce', with: words };
  const at = String(await stage.ask(create)).toLowerCase();
  await play.act({ ...create, from: by }, []);
  return { at, contract: safe.contract };
}

async function executeBySafe(play: Play, order: Order, nets: readonly Net[]): Promise<void> {
  const { safe, owner, by, to, value, data, operation } = order;
  const wish = [to, value, data, operation, 0, 0, 0, NOBODY, NOBODY];
  const nonce = await play.stage.ask({ to: safe, call: 'nonce', with: [] });
  const hash = await play.stage.ask({
    to: safe,
    call: 'getTransactionHash',
    with: [...wish, nonce],
  });
  const { serialized } = owner.signingKey.sign(String(hash));
  await play.act(
    { from: by, to: safe, call: 'execTransaction', with: [...wish, serialized] },
    nets,
  );
}

/** A call as MultiSend reads it. Source: the comments of `MultiSendCallOnly.sol`. */
function packedCall(call: {
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
}): string {
  const size = dataLength(call.data);
  return concat(['0x00', call.to, toBeHex(call.value, 32), toBeHex(size, 32), call.data]);
}
