/** Where contracts stand on Ethereum; the scenes put theirs at the same addresses. Lower case. */
export const PLACES = {
  /** https://etherscan.io/token/0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2 */
  weth: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  /** https://etherscan.io/token/0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48 */
  usdc: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  /** https://etherscan.io/token/0xdac17f958d2ee523a2206206994597c13d831ec7 */
  usdt: '0xdac17f958d2ee523a2206206994597c13d831ec7',
  /** https://etherscan.io/token/0x6b175474e89094c44da98b954eedeac495271d0f */
  dai: '0x6b175474e89094c44da98b954eedeac495271d0f',
  /** https://docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments */
  factory: '0x5c69bee701ef814a2b6a3edd4b1652cb9cc5aa6f',
  /** https://docs.uniswap.org/contracts/v2/reference/smart-contracts/v2-deployments */
  router: '0x7a250d5630b4cf539739df2c5dacb4c659f2488d',
  /** https://etherscan.io/address/0xd152f549545093347a162dce210e7293f1452150 */
  disperse: '0xd152f549545093347a162dce210e7293f1452150',
  /** https://etherscan.io/address/0x0000000071727de22e5e9d8baf0edac6f37da032 */
  entryPoint: '0x0000000071727de22e5e9d8baf0edac6f37da032',
  /** https://etherscan.io/address/0x41675c099f32341bf84bfc5382af534df5c7461a */
  safe: '0x41675c099f32341bf84bfc5382af534df5c7461a',
  /** https://etherscan.io/address/0x4e1dcf7ad4e460cfd30791ccc4f9c8a4f820ec67 */
  safeFactory: '0x4e1dcf7ad4e460cfd30791ccc4f9c8a4f820ec67',
  /** https://etherscan.io/address/0x9641d764fc13c8b624c04430c7356c1c7c8102e2 */
  multiSend: '0x9641d764fc13c8b624c04430c7356c1c7c8102e2',
} as const;

/** Stands for ether where a token's address would stand. */
export const ETH = 'eth';

/** The address that tokens are minted from. */
export const NOBODY = '0x0000000000000000000000000000000000000000';

/** One ether. Units: wei. */
export const ETHER = 10n ** 18n;

/** A thousandth of an ether. Units: wei. */
export const FINNEY = 10n ** 15n;

/** One US dollar of USDC or USDT. Units: atomic units. */
export const DOLLAR = 10n ** 6n;

/** One DAI. Units: atomic units. */
export const DAI = 10n ** 18n;
