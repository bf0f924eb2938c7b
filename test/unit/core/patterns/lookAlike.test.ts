import { describe, expect, it } from 'vitest';
import { type Account, createAccount } from '../../../../src/core/account.js';
import { findLookAlikes } from '../../../../src/core/patterns/lookAlike.js';
import { chainNamed } from '../../../support/world.js';

const on = (chain: string) => (address: string) => createAccount(chainNamed(chain).id, address);
const evm = on('ethereum');
const btc = on('bitcoin');
const hex = (start: string, middle: string, end: string) =>
  evm(`0x${start}${middle.repeat(40).slice(0, 40 - start.length - end.length)}${end}`);

const groups = (...accounts: readonly Account[]) => findLookAlikes(accounts);

describe('addresses that look alike', () => {
  const real = hex('d90e', '1', '5eed');

  it('share the first and the last four digits and differ in between', () => {
    const fake = hex('d90e', '2', '5eed');
    expect(groups(real, fake)).toEqual([[real, fake]]);
    expect(groups(real, hex('d90f', '2', '5eed'))).toEqual([]);
    expect(groups(real, hex('d90e', '2', '5eee'))).toEqual([]);
  });

  it('are not one address on two chains, nor the same twice', () => {
    expect(groups(real, real, on('polygon')(real.split(':')[2] ?? ''))).toEqual([]);
    const fake = on('polygon')(hex('d90e', '2', '5eed').split(':')[2] ?? '');
    expect(groups(real, fake)).toEqual([[real, fake]]);
  });

  it('are compared after what all addresses of the kind share', () => {
    const [old, oldFake] = [
      btc('1Boat1111111111111111111111Bark'),
      btc('1Boat2222222222222222Bark'),
    ];
    expect(groups(old, oldFake)).toEqual([[old, oldFake]]);
    expect(groups(old, btc('1Boa22222222222222222222Bark'))).toEqual([]);
    const [segwit, segwitFake] = [btc('bc1qabcd111111111111wxyz'), btc('bc1qabcd2222222222wxyz')];
    expect(groups(segwit, segwitFake)).toEqual([[segwit, segwitFake]]);
    expect(groups(segwit, btc('bc1qabce2222222222wxyz'))).toEqual([]);
  });

  it('are found among many accounts in one pass', () => {
    const many = Array.from({ length: 100_000 }, (_, at) =>
      hex(at.toString(16).padStart(8, '0'), '3', at.toString(16).padStart(8, '0')),
    );
    const fake = hex('0001', '2', 'e240');
    expect(groups(...many.slice(0, 20_000), real, fake)).toEqual([]);
    const imitated = hex(`0001${'e240'}`, '3', `0001e240`);
    expect(findLookAlikes([...many, imitated, fake])).toContainEqual([imitated, fake]);
  });
});
