import { describe, expect, it } from 'vitest';
import {
  accountsByFormat,
  bitcoinTwin,
  canonicalLabelAddress,
  evmTwin,
  forkTwins,
  formatAddress,
  tracedTwin,
  tronTwin,
} from '../../../src/chains/labelAddress.js';
import { createAccount } from '../../../src/core/account.js';
import { CHAINS, findChainByName } from '../../../src/core/chain.js';

const EVM = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

describe("a label's address", () => {
  it.each([
    ['ethereum', EVM, `eip155:1:${EVM.toLowerCase()}`],
    ['bsc', EVM.toLowerCase(), `eip155:56:${EVM.toLowerCase()}`],
    [
      'xdc',
      'xdc521ca0920fe5f77c63cb4e6aa9567a0c460c1b26',
      'eip155:50:0x521ca0920fe5f77c63cb4e6aa9567a0c460c1b26',
    ],
    [
      'bitcoin',
      '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
      'bip122:000000000019d6689c085ae165831e93:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    ],
    [
      'bitcoin',
      'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
      'bip122:000000000019d6689c085ae165831e93:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    ],
    [
      'tron',
      'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      'tron:0x2b6653dc:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    ],
    [
      'verge',
      'DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z',
      'verge:mainnet:DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z',
    ],
    [
      'bitcoin-sv',
      '12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9',
      'bitcoin-sv:mainnet:12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9',
    ],
    [
      'bitcoin-cash',
      'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'bip122:000000000000000000651ef99cb9fcbe:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    ],
    [
      'bitcoin-cash',
      '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
      'bip122:000000000000000000651ef99cb9fcbe:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    ],
    [
      'litecoin',
      '3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj',
      'bip122:12a765e31ffd4059bada1e25190f6e98:MJRSgZ3UUFcTBTBAaN38XAXvZLwRe8WVw7',
    ],
  ])('on %s becomes its account: %s', (chain, address, account) => {
    expect(canonicalLabelAddress(chain, address)).toEqual({ ok: true, account });
  });

  it.each([
    ['ethereum', EVM.replace('B', 'b')],
    ['ethereum', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['ethereum', 'xdc521ca0920fe5f77c63cb4e6aa9567a0c460c1b26'],
    ['ethereum', ''],
    ['bitcoin', EVM],
    ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb'],
    ['bitcoin', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['bitcoin', 'LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS'],
    ['bitcoin-sv', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['bitcoin-cash', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['litecoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['litecoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u'],
    ['tron', EVM],
    ['solana', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['monero', '5be5543ff73456ab9f2d207887e2af87322c651ea1a873c5b25b7ffae456c320'],
    ['nowhere', EVM],
  ])('that is none of %s is a problem: %s', (chain, address) => {
    expect(canonicalLabelAddress(chain, address)).toEqual({
      ok: false,
      problem: expect.any(String),
    });
  });

  it('can stand on every chain that labels may name', () => {
    const examples: Readonly<Record<string, string>> = {
      bitcoin: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
      tron: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
      solana: '42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi',
      xrp: 'rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66',
      litecoin: 'LWnbjLYUfqeokfbWM4FcU7uk2FP2DSxuWS',
      dogecoin: 'DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z',
      'bitcoin-cash': 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      monero:
        '84AwzjeFWXNEuhj8LWinXo93AqYr6wS8ZcnaBCoGhrL7EtvBMBovdhiUSV9xLhjrPA8t64hYSaMc8bHtWXoV9129EHUjU62',
      zcash: 't1WSKwCDL1QYRRUrCCknEs5tDLhtGVYu9KM',
      dash: 'XyARKoupuArYtToA2S6yMdnoquDCDaBsaT',
      'bitcoin-sv': '12sjrrhoFEsedNRhtgwvvRqjFTh8fZTDX9',
      'bitcoin-gold': 'GPwg61XoHqQPNmAucFACuQ5H9sGCDv9TpS',
      verge: 'DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z',
      'bnb-beacon': 'bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23',
      cardano:
        'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
      stellar: 'GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7',
      cosmos: 'cosmos1depk54cuajgkzea6zpgkq36tnjwdzv4afc3d27',
    };
    for (const chain of CHAINS) {
      const address = chain.family === 'evm' ? EVM : (examples[chain.name] ?? '');
      expect([chain.name, canonicalLabelAddress(chain.name, address).ok]).toEqual([
        chain.name,
        true,
      ]);
    }
  });
});

describe('an account', () => {
  it('is shown as its chain writes it', () => {
    const tron = tronTwin(EVM.toLowerCase());
    for (const [chain, address, shown] of [
      ['polygon', EVM.toLowerCase(), EVM],
      ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ] as const) {
      const id = findChainByName(chain)?.id;
      expect(id && formatAddress(createAccount(id, address))).toBe(shown);
    }
    expect(tron.endsWith(formatAddress(tron))).toBe(true);
  });
});

describe('twins', () => {
  it('join a TRON account and the EVM account of the same key', () => {
    expect(tronTwin('0x00be5e0c85be35948d97ad37f62d108243f89ae0')).toBe(
      'tron:0x2b6653dc:TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz',
    );
    expect(evmTwin('TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz')).toBe(
      'eip155:1:0x00be5e0c85be35948d97ad37f62d108243f89ae0',
    );
    expect(evmTwin('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')).toBe(
      'eip155:1:0xa614f803b6fd780986a42c78ec9c7f77e6ded13c',
    );
  });

  it('of TRON exist for TRON addresses only', () => {
    expect(evmTwin('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toBeNull();
    expect(evmTwin('TA3941uFAvmVibSkQ6fMJXxmaSNovX86mx')).toBeNull();
    expect(evmTwin('')).toBeNull();
  });

  // https://github.com/bitcoincashorg/bitcoincash.org/blob/master/spec/cashaddr.md
  it.each([
    ['1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu', 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
    ['1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR', 'qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy'],
    ['16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb', 'qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r'],
    ['3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC', 'ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq'],
    ['3LDsS579y7sruadqu11beEJoTjdFiFCdX4', 'pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e'],
    ['31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw', 'pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37'],
  ])('join a Bitcoin and a Bitcoin Cash account: %s', (bitcoin, cash) => {
    expect(forkTwins(bitcoin)).toContain(`bip122:000000000000000000651ef99cb9fcbe:${cash}`);
    expect(bitcoinTwin(cash)).toBe(`bip122:000000000019d6689c085ae165831e93:${bitcoin}`);
  });

  it('of Bitcoin exist for the address format that its forks share', () => {
    expect(forkTwins('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toContain(
      'bitcoin-sv:mainnet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    );
    expect(forkTwins('3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj')).toContain(
      'bip122:12a765e31ffd4059bada1e25190f6e98:MJRSgZ3UUFcTBTBAaN38XAXvZLwRe8WVw7',
    );
    expect(forkTwins('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toHaveLength(2);
    expect(forkTwins('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')).toEqual([]);
    expect(bitcoinTwin('qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq')).toBeNull();
  });

  it('of an account on a chain that is not traced are the accounts of its key on one that is', () => {
    const named = (chainName: string, address: string) => {
      const read = canonicalLabelAddress(chainName, address);
      expect.assert(read.ok);
      return read.account;
    };
    const script = '3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj';
    const bitcoin = named('bitcoin', script);
    for (const chainName of ['litecoin', 'bitcoin-cash', 'bitcoin-sv']) {
      expect(tracedTwin(named(chainName, script))).toBe(bitcoin);
    }
    expect(tracedTwin(named('tron', 'TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz'))).toBe(
      named('ethereum', '0x00be5e0c85be35948d97ad37f62d108243f89ae0'),
    );
    expect(tracedTwin(named('litecoin', 'LbTjMGN7gELw4KbeyQf6cTCq859hD18guE'))).toBeNull();
    expect(tracedTwin(bitcoin)).toBeNull();
    expect(tracedTwin(named('ethereum', EVM))).toBeNull();
  });
});

describe('the accounts of an address by its format', () => {
  const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';
  const DOGE_OR_VERGE = 'D63Ge381QBcsaf7qwuxBh5rttgRFdnxMcv';

  it.each([
    ['the supposed chain where the format fits it', EVM, ['arbitrum'], ['arbitrum']],
    ['the first supposed chain that fits', EVM, ['bnb-beacon', 'bsc', 'ethereum'], ['bsc']],
    ['Ethereum where the supposed chain does not fit', EVM, ['bitcoin'], ['ethereum']],
    ['Ethereum where no chain is supposed', EVM, [], ['ethereum']],
    ['TRON where Bitcoin is supposed', TRON, ['bitcoin'], ['tron']],
    ['Bitcoin where none is supposed', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', [], ['bitcoin']],
    ['a fork', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', ['bitcoin-sv'], ['bitcoin-sv']],
    ['the chain that its own prefix names', `xdc${EVM.slice(2).toLowerCase()}`, [], ['xdc']],
    ['each chain that writes it so', DOGE_OR_VERGE, ['ethereum'], ['dogecoin', 'verge']],
    ['the supposed one of those', DOGE_OR_VERGE, ['verge'], ['verge']],
  ])('are on %s', (_what, address, supposed, expected) => {
    const read = accountsByFormat(address, supposed);
    const names = read.ok
      ? read.accounts.map((account) => CHAINS.find(({ id }) => account.startsWith(`${id}:`))?.name)
      : read.problem;
    expect(names).toEqual(expected);
  });

  it('are none for what is no address, whatever chain is supposed', () => {
    expect(accountsByFormat('5be5543f', ['monero'])).toMatchObject({ ok: false });
    expect(accountsByFormat(TRON.toLowerCase(), ['tron'])).toMatchObject({ ok: false });
  });
});
