import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../src/chains/registry.js';
import { refusalOf } from './refusal.js';

const EVM = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const BITCOIN = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

describe('the page of an address', () => {
  it.each([
    [`https://etherscan.io/address/${EVM}`, 'ethereum'],
    [`https://www.etherscan.io/address/${EVM}#tokentxns`, 'ethereum'],
    [`http://etherscan.io/address/${EVM.toLowerCase()}?a=1`, 'ethereum'],
    [`etherscan.io/address/${EVM}/`, 'ethereum'],
    [`HTTPS://ETHERSCAN.IO/address/${EVM}`, 'ethereum'],
    [`https://polygonscan.com/address/${EVM}`, 'polygon'],
    [`https://arbiscan.io/address/${EVM}`, 'arbitrum'],
    [`https://optimistic.etherscan.io/address/${EVM}`, 'optimism'],
    [`https://basescan.org/address/${EVM}`, 'base'],
    [`https://bscscan.com/address/${EVM}`, 'bsc'],
    [`https://snowtrace.io/address/${EVM}?chainId=43114`, 'avalanche'],
    [`https://gnosisscan.io/address/${EVM}`, 'gnosis'],
    [`https://eth.blockscout.com/address/${EVM}?tab=txs`, 'ethereum'],
    [`https://base.blockscout.com/address/${EVM}`, 'base'],
    [`https://blockchair.com/ethereum/address/${EVM}`, 'ethereum'],
    [`https://www.blockchain.com/explorer/addresses/eth/${EVM}`, 'ethereum'],
    [`https://etherscan.io/token/0xdac17f958d2ee523a2206206994597c13d831ec7?a=${EVM}`, 'ethereum'],
  ])('of an EVM chain gives address and chain: %s', (link, chain) => {
    expect(parseSubject(link)).toMatchObject({
      kind: 'evm',
      address: EVM,
      namedChain: { name: chain },
    });
  });

  it.each([
    `https://blockstream.info/address/${BITCOIN}`,
    `https://mempool.space/address/${BITCOIN}`,
    `https://mempool.space/de/address/${BITCOIN}`,
    `https://www.blockchain.com/explorer/addresses/btc/${BITCOIN}`,
    `https://www.blockchain.com/btc/address/${BITCOIN}`,
    `https://blockchair.com/bitcoin/address/${BITCOIN}`,
    `https://blockchair.com/de/bitcoin/address/${BITCOIN}`,
  ])('of Bitcoin gives its address: %s', (link) => {
    expect(parseSubject(link)).toEqual(parseSubject(BITCOIN));
  });

  it('of an untraced chain gives its address', () => {
    expect(parseSubject(`https://tronscan.org/#/address/${TRON}`)).toEqual(parseSubject(TRON));
    expect(parseSubject(`https://tronscan.org/#/address/${TRON}/transfers?x=1`)).toEqual(
      parseSubject(TRON),
    );
    const solana = '42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi';
    expect(parseSubject(`https://solscan.io/account/${solana}`)).toEqual(parseSubject(solana));
  });

  it('of Bitcoin Cash is not taken for one of Bitcoin', () => {
    expect(
      parseSubject(
        'https://blockchair.com/bitcoin-cash/address/1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
      ),
    ).toMatchObject({
      kind: 'untraced',
      address: 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    });
  });

  it.each([
    `https://sepolia.etherscan.io/address/${EVM}`,
    `https://testnet.bscscan.com/address/${EVM}`,
    `https://amoy.polygonscan.com/address/${EVM}`,
    `https://sepolia-optimism.etherscan.io/address/${EVM}`,
    `https://eth-sepolia.blockscout.com/address/${EVM}`,
    `https://mempool.space/testnet/address/${BITCOIN}`,
    `https://mempool.space/testnet4/address/${BITCOIN}`,
    `https://blockstream.info/testnet/address/${BITCOIN}`,
    'https://explorer.solana.com/address/42RLPACwZPx3vYYmxSueqsogfynBDqXK298EDsNoyoHi?cluster=devnet',
  ])('of a test network is refused as such: %s', (link) => {
    expect(refusalOf(link).looksLike).toBe('testnet');
  });

  it('keeps the checksum of the address', () => {
    expect(refusalOf(`https://etherscan.io/address/${EVM.replace('B', 'b')}`).looksLike).toBe(
      'wrong-checksum',
    );
  });

  it('whose address belongs to another chain is refused', () => {
    expect(refusalOf(`https://etherscan.io/address/${BITCOIN}`).looksLike).toBe('wrong-prefix');
    expect(refusalOf(`https://mempool.space/address/${EVM}`).looksLike).toBe('wrong-prefix');
  });

  it('of a sidechain that shares the host is refused', () => {
    expect(refusalOf(`https://mempool.space/liquid/address/${BITCOIN}`).looksLike).toBe(
      'unknown-chain',
    );
    expect(refusalOf(`https://blockchair.com/address/${BITCOIN}`).looksLike).toBe('unknown-chain');
  });
});

describe('any other page', () => {
  const ID = '13f007241d78e8b0b4e57d2ae3fd37bcfe3226534d7cadeba5a549860d960db0';

  it.each([
    `https://etherscan.io/tx/0x${ID}`,
    `https://mempool.space/tx/${ID}`,
    `https://tronscan.org/#/transaction/${ID}`,
    `https://blockchair.com/bitcoin/transaction/${ID}`,
    `https://explorer.example/tx/${ID}`,
  ])('of a transaction is refused as such, without its id: %s', (link) => {
    const refusal = refusalOf(link);
    expect(refusal.looksLike).toBe('transaction');
    expect(refusal.message).toContain('leads to a transaction');
    expect(refusal.message).not.toContain(ID.slice(0, 8));
  });

  it.each([
    'https://etherscan.io/',
    'https://etherscan.io/block/1',
    'https://etherscan.io/token/0xdac17f958d2ee523a2206206994597c13d831ec7',
    'https://etherscan.io/address/',
    `https://etherscan.io.example.com/address/${EVM}`,
    `https://etherscan.io@example.com/address/${EVM}`,
    `https://unknown.blockscout.com/address/${EVM}`,
    `https://example.com/${EVM}`,
  ])('is refused: %s', (link) => {
    expect(refusalOf(link).looksLike).toBe('page');
  });

  it('of a name asks for the address', () => {
    expect(refusalOf('https://etherscan.io/address/vitalik.eth').looksLike).toBe('name');
  });

  it('without a valid host is no link', () => {
    expect(refusalOf('https://[').looksLike).toBe('unknown');
  });
});
