import { readFileSync } from 'node:fs';
import { getAddress } from 'ethers/address';
import { describe, expect, it } from 'vitest';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { parseAssetList } from '../../../src/rules/schema.js';
import { chainNamed } from '../../support/sourceBench.js';

const assets = parseAssetList(
  readFileSync(new URL('../../../rules/assets.json', import.meta.url), 'utf8'),
  'assets.json',
);

/**
 * Contracts as issuers, bridges and explorers write them, with the checksum of their letter case.
 *
 * Source: https://developers.circle.com/stablecoins/usdc-contract-addresses,
 * https://tether.to/en/supported-protocols/, https://chainlog.sky.money/,
 * https://github.com/bgd-labs/aave-address-book
 */
const CONTRACTS: readonly (readonly [chain: string, symbol: string, contract: string])[] = [
  ['ethereum', 'WETH', '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'],
  ['ethereum', 'WBTC', '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599'],
  ['ethereum', 'USDC', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'],
  ['ethereum', 'USDT', '0xdAC17F958D2ee523a2206206994597C13D831ec7'],
  ['ethereum', 'DAI', '0x6B175474E89094C44Da98b954EedeAC495271d0F'],
  ['polygon', 'WPOL', '0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270'],
  ['polygon', 'WETH', '0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619'],
  ['polygon', 'WBTC', '0x1BFD67037B42Cf73acF2047067bd4F2C47D9BfD6'],
  ['polygon', 'USDC', '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359'],
  ['polygon', 'USDC.e', '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174'],
  ['polygon', 'USDT', '0xc2132D05D31c914a87C6611C10748AEb04B58e8F'],
  ['polygon', 'DAI', '0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063'],
  ['arbitrum', 'WETH', '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1'],
  ['arbitrum', 'WBTC', '0x2f2a2543B76A4166549F7aaB2e75Bef0aefC5B0f'],
  ['arbitrum', 'USDC', '0xaf88d065e77c8cC2239327C5EDb3A432268e5831'],
  ['arbitrum', 'USDC.e', '0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8'],
  ['arbitrum', 'USDT', '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9'],
  ['arbitrum', 'DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1'],
  ['optimism', 'WETH', '0x4200000000000000000000000000000000000006'],
  ['optimism', 'WBTC', '0x68f180fcCe6836688e9084f035309E29Bf0A2095'],
  ['optimism', 'USDC', '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85'],
  ['optimism', 'USDC.e', '0x7F5c764cBc14f9669B88837ca1490cCa17c31607'],
  ['optimism', 'USDT', '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58'],
  ['optimism', 'DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1'],
  ['base', 'WETH', '0x4200000000000000000000000000000000000006'],
  ['base', 'USDC', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'],
  ['base', 'USDbC', '0xd9aAEc86B65D86f6A7B5B1b0c42FFA531710b6CA'],
  ['base', 'USDT', '0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2'],
  ['base', 'DAI', '0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb'],
  ['bsc', 'WBNB', '0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c'],
  ['bsc', 'ETH', '0x2170Ed0880ac9A755fd29B2688956BD959F933F8'],
  ['bsc', 'BTCB', '0x7130d2A12B9BCbFAe4f2634d864A1Ee1Ce3Ead9c'],
  ['bsc', 'USDC', '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d'],
  ['bsc', 'USDT', '0x55d398326f99059fF775485246999027B3197955'],
  ['bsc', 'DAI', '0x1AF3F329e8BE154074D8769D1FFa4eE058B1DBc3'],
  ['avalanche', 'WAVAX', '0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7'],
  ['avalanche', 'WETH.e', '0x49D5c2BdFfac6CE2BFdB6640F4F80f226bc10bAB'],
  ['avalanche', 'WBTC.e', '0x50b7545627a5162F82A992c33b87aDc75187B218'],
  ['avalanche', 'USDC', '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E'],
  ['avalanche', 'USDC.e', '0xA7D7079b0FEaD91F3e65f86E8915Cb59c1a4C664'],
  ['avalanche', 'USDT', '0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7'],
  ['avalanche', 'USDT.e', '0xc7198437980c041c805A1EDcbA50c1Ce5db95118'],
  ['avalanche', 'DAI.e', '0xd586E7F844cEa2F87f50152665BCbc2C279D8d70'],
  ['gnosis', 'WXDAI', '0xe91D153E0b41518A2Ce8Dd3D7944Fa863463a97d'],
  ['gnosis', 'WETH', '0x6A023CCd1ff6F2045C3309768eAd9E68F978f6e1'],
  ['gnosis', 'USDC', '0xDDAfbb505ad214D7b80b1f830fcCc89B60fb7A83'],
  ['gnosis', 'USDC.e', '0x2a22f9c3b484c3629090FeED35F17Ff8F88f76F0'],
  ['gnosis', 'USDT', '0x4ECaBa5870353805a9F068101A40E0f32ed605C6'],
];

describe('the contracts of the asset list', () => {
  it.each(CONTRACTS)('%s %s is %s, whose checksum is right', (chain, symbol, contract) => {
    expect(getAddress(contract)).toBe(contract);
    const id = erc20AssetId(chainNamed(chain).id, contract.toLowerCase());
    expect(assets.get(id)).toMatchObject({ symbol });
  });

  it('are these and no others', () => {
    const listed = [...assets.keys()].filter((id) => id.includes('/erc20:'));
    expect(listed).toHaveLength(CONTRACTS.length);
  });

  it('take a mistyped digit for another contract', () => {
    expect(() => getAddress('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49')).toThrow();
  });
});

describe.each([
  ['ethereum', ['USDC', 'USDT', 'DAI']],
  ['polygon', ['USDC', 'USDC.e', 'USDT', 'DAI']],
  ['arbitrum', ['USDC', 'USDC.e', 'USDT', 'DAI']],
  ['optimism', ['USDC', 'USDC.e', 'USDT', 'DAI']],
  ['base', ['USDC', 'USDbC', 'USDT', 'DAI']],
  ['bsc', ['USDC', 'USDT', 'DAI']],
  ['avalanche', ['USDC', 'USDC.e', 'USDT', 'USDT.e', 'DAI.e']],
  ['gnosis', ['USDC', 'USDC.e', 'USDT']],
])('the assets of %s', (name, stable) => {
  const chain = chainNamed(name);
  const own = [...assets.values()].filter((asset) => asset.chain === chain.id);

  it('have a native coin, and one contract that wraps it', () => {
    expect(assets.has(nativeAssetId(chain))).toBe(true);
    expect(own.filter(({ wraps }) => wraps !== null)).toHaveLength(1);
  });

  it('have dollar coins, each bridged one an asset of its own', () => {
    const pegged = own.filter(({ peg, wraps }) => peg === 'usd' && wraps === null);
    const symbols = pegged.map(({ symbol }) => symbol).filter((symbol) => symbol !== 'xDAI');
    expect(symbols.toSorted()).toEqual(stable.toSorted());
    expect(new Set(pegged.map(({ id }) => id)).size).toBe(pegged.length);
  });
});

/**
 * What contracts that freeze are asked, by the names in their verified source code.
 *
 * Source: https://github.com/circlefin/stablecoin-evm/blob/master/contracts/v1/Blacklistable.sol,
 * https://etherscan.io/address/0xdac17f958d2ee523a2206206994597c13d831ec7#code,
 * https://github.com/maticnetwork/pos-portal/tree/master/contracts/child/ChildToken/DappTokens
 */
const FREEZES: readonly (readonly [chain: string, symbol: string, question: string | null])[] = [
  ['ethereum', 'USDC', 'isBlacklisted(address)'],
  ['polygon', 'USDC', 'isBlacklisted(address)'],
  ['arbitrum', 'USDC', 'isBlacklisted(address)'],
  ['optimism', 'USDC', 'isBlacklisted(address)'],
  ['base', 'USDC', 'isBlacklisted(address)'],
  ['avalanche', 'USDC', 'isBlacklisted(address)'],
  ['polygon', 'USDC.e', 'isBlacklisted(address)'],
  ['gnosis', 'USDC.e', 'isBlacklisted(address)'],
  ['ethereum', 'USDT', 'isBlackListed(address)'],
  ['polygon', 'USDT', 'isBlocked(address)'],
  ['arbitrum', 'USDT', 'isBlocked(address)'],
  ['avalanche', 'USDT', 'isBlocked(address)'],
  ['ethereum', 'WETH', null],
  ['ethereum', 'DAI', null],
  ['polygon', 'WPOL', null],
  ['bsc', 'WBNB', null],
  ['avalanche', 'WAVAX', null],
  ['gnosis', 'WXDAI', null],
];

describe('what contracts are asked about freezes', () => {
  it('is this, and of every other asset it is not known', () => {
    const known = [...assets.values()].flatMap(({ chain, symbol, freeze }) =>
      freeze === undefined ? [] : [[chain, symbol, freeze.question]],
    );
    const expected = FREEZES.map(([chain, ...rest]) => [chainNamed(chain).id, ...rest]);
    expect(known.toSorted()).toEqual(expected.toSorted());
  });
});
