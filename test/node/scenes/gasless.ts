import { keccak256, Signature } from 'ethers';
import { DOLLAR, ETHER, PLACES } from './places.js';
import { startPlay } from './play.js';
import { NO_DEADLINE } from './pools.js';
import { moved, type Scene } from './scene.js';
import type { Stage } from './stage.js';

/** A scene in which somebody without ether pays by what they sign and a relayer sends. */
export type GaslessScene = Scene<'payer' | 'relayer' | 'payee' | 'permitPayee'>;

const DOMAIN = {
  name: 'USD Coin',
  version: '2',
  chainId: 1,
  verifyingContract: PLACES.usdc,
} as const;

const AUTHORIZATION = [
  { name: 'from', type: 'address' },
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'validAfter', type: 'uint256' },
  { name: 'validBefore', type: 'uint256' },
  { name: 'nonce', type: 'bytes32' },
];

const PERMIT = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
];

/**
 * Of 4,000 USDC, three quarters from the listed, 2,000 are paid by an authorization and 1,000 by a
 * permit. The payer never has any ether.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-3009 and https://eips.ethereum.org/EIPS/eip-2612
 */
export async function playGasless(stage: Stage): Promise<GaslessScene> {
  const { exchange, listed, contracts } = stage;
  const { usdc } = contracts;
  const signer = stage.signer('gasless, payer');
  const payer = signer.address.toLowerCase();
  const [relayer, payee] = [stage.person('gasless, relayer'), stage.person('gasless, payee')];
  const permitPayee = stage.person('gasless, permit payee');
  const play = startPlay(stage);
  await play.payEther({ from: exchange, to: relayer, amount: ETHER });
  await play.payToken(usdc, { from: exchange, to: payer, amount: 1_000n * DOLLAR });
  await play.payToken(usdc, { from: listed, to: payer, amount: 3_000n * DOLLAR });

  const value = 2_000n * DOLLAR;
  const nonce = keccak256('0x01');
  const wish = { from: payer, to: payee, value, validAfter: 0, validBefore: NO_DEADLINE, nonce };
  const paid = Signature.from(
    await signer.signTypedData(DOMAIN, { TransferWithAuthorization: AUTHORIZATION }, wish),
  );
  await play.act(
    {
      from: relayer,
      to: usdc,
      call: 'transferWithAuthorization',
      with: [payer, payee, value, 0, NO_DEADLINE, nonce, paid.v, paid.r, paid.s],
    },
    moved(payer, payee, { asset: usdc.at, amount: value }),
  );

  const less = 1_000n * DOLLAR;
  const allowed = { owner: payer, spender: relayer, value: less, nonce: 0, deadline: NO_DEADLINE };
  const permit = Signature.from(await signer.signTypedData(DOMAIN, { Permit: PERMIT }, allowed));
  const words = [payer, relayer, less, NO_DEADLINE, permit.v, permit.r, permit.s];
  await play.act({ from: relayer, to: usdc, call: 'permit', with: words }, []);
  await play.act(
    { from: relayer, to: usdc, call: 'transferFrom', with: [payer, permitPayee, less] },
    moved(payer, permitPayee, { asset: usdc.at, amount: less }),
  );
  return play.scene({ payer, relayer, payee, permitPayee });
}
