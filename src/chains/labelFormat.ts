import { createAccount } from '../core/account.js';
import { CHAINS, type Chain } from '../core/chain.js';
import { readBareAddress } from './bareAddress.js';
import { canonicalOn } from './chainForm.js';
import type { LabelAddress } from './labelAddress.js';

/**
 * The account of a label whose publisher names currencies rather than chains.
 *
 * The address's own format decides, for a ticker is no chain: "USDT" stands beside addresses of TRON,
 * Ethereum and Bitcoin. Where several chains write an address alike, the first hint that is one of
 * them wins, and without one the chain that writes it natively: Ethereum for 0x…, Bitcoin for 1… and
 * 3… (a hint of Litecoin does not make a 3… address Litecoin's, since its wallets write M… today).
 *
 * Units: `hints` are short names of chains. Edge: a text that is no address says what is wrong.
 */
export function labelAddressByFormat(address: string, hints: readonly string[]): LabelAddress {
  const reading = readBareAddress(address);
  if (reading === null) return { ok: false, problem: 'The text is no address that is known here.' };
  if (reading.kind === 'refused') return { ok: false, problem: reading.message };
  const natives = reading.kind === 'untraced' ? reading.chainNames : [nativeChain(reading.kind)];
  const fitting = reading.kind === 'bitcoin' ? natives : [...hints, ...natives];
  for (const name of fitting) {
    const chain = CHAINS.find((known) => known.name === name);
    const canonical = chain === undefined ? null : canonicalOn(chain, reading);
    if (chain !== undefined && canonical !== null) {
      return { ok: true, account: createAccount(chain.id, canonical) };
    }
  }
  return { ok: false, problem: 'The address is of a chain that is not known here.' };
}

function nativeChain(kind: 'evm' | 'bitcoin'): Chain['name'] {
  return kind === 'evm' ? 'ethereum' : 'bitcoin';
}
