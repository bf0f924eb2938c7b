/** Code that pays what it was called with on to an address, whatever becomes of it. */
export function forwarderTo(address: string): string {
  return deploying(`${PAY_NO_DATA}34${push(address)}${CALL}`);
}

/** Code that tries to pay an address a fixed amount, whether it has so much or not. Units: wei. */
export function payerOf(address: string, amount: bigint): string {
  return deploying(
    `${PAY_NO_DATA}7f${amount.toString(16).padStart(64, '0')}${push(address)}${CALL}`,
  );
}

/**
 * Code that pays each address its amount as far as it can, then calls contracts with one token
 * movement. Units: wei, below 18 ether each.
 */
export function routerOf(parts: {
  readonly pays: readonly { readonly to: string; readonly amount: bigint }[];
  readonly calls: readonly string[];
  readonly movement: { readonly to: string; readonly amount: bigint };
}): string {
  const pays = parts.pays.map(
    ({ to, amount }) =>
      `${PAY_NO_DATA}67${amount.toString(16).padStart(16, '0')}${push(to)}${CALL_ON}`,
  );
  const { to, amount } = parts.movement;
  const stored = `${push(to)}60005268${amount.toString(16).padStart(18, '0')}602052`;
  const calls = parts.calls.map((contract) => `6000806040600080${push(contract)}${CALL_ON}`);
  return deploying(`${pays.join('')}${stored}${calls.join('')}00`);
}

/** Code that ends its contract and leaves what it has to an address. */
export function legacyTo(address: string): string {
  return deploying(`${push(address)}ff`);
}

/** Code that undoes every call. */
export function refuser(): string {
  return deploying('60006000fd');
}

/** Code that does nothing and keeps what it gets. */
export function keeper(): string {
  return deploying('00');
}

/**
 * Code, as it lies on the chain, that writes a token transfer from its caller into the log, to the
 * address and of the amount that it is called with. It keeps no balances.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-20
 */
export const TOKEN_CODE =
  // The amount is stored as the data of the log; receiver and sender are its topics.
  `602035600052600035337fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60206000a300`;

/**
 * The same for a collectible: what stands for the amount is its number, a topic of its own.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-721
 */
export const COLLECTIBLE_CODE = `602035600035337fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60006000a400`;

/** What `TOKEN_CODE` is called with. Units: atomic units of the token. */
export function tokenCall(to: string, amount: bigint): string {
  return `${to.slice(2).padStart(64, '0')}${amount.toString(16).padStart(64, '0')}`;
}

/** Code that puts the given code on the chain: copies what follows it and returns it. */
export function deploying(code: string): string {
  const length = (code.length / 2).toString(16).padStart(4, '0');
  return `61${length}80600c6000396000f3${code}`;
}

/** No answer is kept and no data is sent: four zeros in front of the amount, address and gas. */
const PAY_NO_DATA = '6000808080';

/** Calls with all the gas that is left, then stops. */
const CALL = '5af100';

/** Calls with all the gas that is left, and goes on whatever becomes of it. */
const CALL_ON = '5af150';

function push(address: string): string {
  return `73${address.slice(2)}`;
}
