import { concat, getBytes, type LogDescription, toBeHex, type Wallet } from 'ethers';
import { z } from 'zod';
import { readReceipt } from '../nodeAnswers.js';
import { readPublishedContract } from './contracts.js';
import { DOLLAR, ETH, ETHER } from './places.js';
import { type Play, startPlay } from './play.js';
import { moved, type Net, type Scene } from './scene.js';
import type { Stage, Standing } from './stage.js';

/** A scene with two smart accounts that know nothing of each other, and who carries their wishes. */
export type SmartAccountScene = Scene<
  'tainted' | 'taintedPayee' | 'honest' | 'honestPayee' | 'tokenPayee' | 'bundler' | 'entryPoint'
>;

/** What a smart account is to do. Units: wei. */
interface Wish {
  readonly account: Standing;
  readonly owner: Wallet;
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
  /** What it is to bring about, the account's gas aside. */
  readonly nets: readonly Net[];
}

const CHECKING_GAS = 200_000;
const CALL_GAS = 200_000;
const OTHER_GAS = 60_000;
const GAS_PRICE = 2_000_000_000;

/** What an account sets aside for a wish before it is carried out. Units: wei. */
const SET_ASIDE = BigInt(CHECKING_GAS + CALL_GAS + OTHER_GAS) * BigInt(GAS_PRICE);

/**
 * Two smart accounts, one paid by the listed and one by the exchange, pay an ether each; a bundler
 * carries both wishes in one transaction. Then the first pays 600 USDC.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-4337
 */
export async function playSmartAccounts(stage: Stage): Promise<SmartAccountScene> {
  const { exchange, listed, contracts } = stage;
  const { entryPoint, usdc } = contracts;
  const bundler = stage.person('4337, bundler');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: bundler, amount: ETHER });
  const factory = await stage.deploy(artifact('SimpleAccountFactory'), { with: [entryPoint.at] });
  const [owner, other] = [stage.signer('4337, owner'), stage.signer('4337, other owner')];
  const open = (of: Wallet) => openAccount(play, { factory, owner: of, by: bundler });
  const [tainted, honest] = [await open(owner), await open(other)];
  await play.payEther({ from: listed, to: tainted.at, amount: 2n * ETHER });
  await play.payEther({ from: exchange, to: honest.at, amount: 2n * ETHER });
  await play.payToken(usdc, { from: listed, to: tainted.at, amount: 1_000n * DOLLAR });

  const payees = ['tainted payee', 'honest payee', 'token payee'];
  const [first = '', second = '', third = ''] = payees.map((word) => stage.person(`4337, ${word}`));
  const payEther = (account: Standing, of: Wallet, to: string): Wish => ({
    ...{ account, owner: of, to, value: ETHER, data: '0x' },
    nets: moved(account.at, to, { asset: ETH, amount: ETHER }),
  });
  await carryOut(play, bundler, [payEther(tainted, owner, first), payEther(honest, other, second)]);
  const amount = 600n * DOLLAR;
  await carryOut(play, bundler, [
    {
      ...{ account: tainted, owner, to: usdc.at, value: 0n },
      data: usdc.contract.abi.encodeFunctionData('transfer', [third, amount]),
      nets: moved(tainted.at, third, { asset: usdc.at, amount }),
    },
  ]);
  return play.scene({
    ...{ tainted: tainted.at, taintedPayee: first, honest: honest.at, honestPayee: second },
    ...{ tokenPayee: third, bundler, entryPoint: entryPoint.at },
  });
}

function artifact(name: string) {
  return readPublishedContract(`@account-abstraction/contracts/artifacts/${name}.json`);
}

async function openAccount(
  play: Play,
  from: { readonly factory: Standing; readonly owner: Wallet; readonly by: string },
): Promise<Standing> {
  const create = { to: from.factory, call: 'createAccount', with: [from.owner.address, 0] };
  const at = String(await play.stage.ask(create)).toLowerCase();
  await play.act({ ...create, from: from.by }, []);
  return { at, contract: artifact('SimpleAccount') };
}

async function carryOut(play: Play, bundler: string, wishes: readonly Wish[]): Promise<void> {
  const { stage } = play;
  const { entryPoint } = stage.contracts;
  const before = new Map<string, bigint>();
  const signed: unknown[] = [];
  for (const wish of wishes) {
    before.set(wish.account.at, await setAsideOf(stage, wish.account));
    signed.push(await signedWish(stage, wish));
  }
  const txId = await stage.act({
    from: bundler,
    to: entryPoint,
    call: 'handleOps',
    with: [signed, bundler],
  });
  const costs = await listCosts(stage, txId);
  const nets = wishes.flatMap((wish): readonly Net[] => {
    const { at } = wish.account;
    const put = SET_ASIDE - (before.get(at) ?? 0n);
    const cost = costs.get(at) ?? 0n;
    return [
      ...wish.nets,
      ...moved(at, entryPoint.at, { asset: ETH, amount: put }),
      ...moved(entryPoint.at, bundler, { asset: ETH, amount: cost }),
    ];
  });
  play.note({ txId, nets });
}

/** What the entry point keeps for an account. Units: wei. */
async function setAsideOf(stage: Stage, account: Standing): Promise<bigint> {
  const { entryPoint } = stage.contracts;
  const kept = await stage.ask({ to: entryPoint, call: 'balanceOf', with: [account.at] });
  return z.bigint().parse(kept);
}

async function signedWish(stage: Stage, wish: Wish): Promise<readonly unknown[]> {
  const { account, owner, to, value, data } = wish;
  const { entryPoint } = stage.contracts;
  const call = account.contract.abi.encodeFunctionData('execute', [to, value, data]);
  const nonce = await stage.ask({ to: entryPoint, call: 'getNonce', with: [account.at, 0] });
  const halves = (high: number, low: number) => concat([toBeHex(high, 16), toBeHex(low, 16)]);
  const unsigned = [
    ...[account.at, nonce, '0x', call, halves(CHECKING_GAS, CALL_GAS), OTHER_GAS],
    ...[halves(GAS_PRICE, GAS_PRICE), '0x'],
  ];
  const hash = await stage.ask({
    to: entryPoint,
    call: 'getUserOpHash',
    with: [[...unsigned, '0x']],
  });
  return [...unsigned, await owner.signMessage(getBytes(String(hash)))];
}

const costEvent = z.object({
  sender: z.string().toLowerCase(),
  success: z.literal(true),
  actualGasCost: z.bigint(),
});

/** What each account's wish cost it, as the entry point says. Units: wei. */
async function listCosts(stage: Stage, txId: string): Promise<ReadonlyMap<string, bigint>> {
  const { at, contract } = stage.contracts.entryPoint;
  const answer = await stage.node.request('eth_getTransactionReceipt', [txId]);
  const events = readReceipt(answer)
    .logs.filter(({ address }) => address === at)
    .map(({ topics, data }) => contract.abi.parseLog({ topics, data }))
    .filter((event): event is LogDescription => event?.name === 'UserOperationEvent')
    .map(({ args }) => costEvent.parse(args.toObject()));
  return new Map(events.map(({ sender, actualGasCost }) => [sender, actualGasCost]));
}
