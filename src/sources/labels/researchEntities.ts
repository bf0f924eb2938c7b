/** The name under which people know an exchange, by how lists begin its entries (lower case). */
const EXCHANGE_NAMES: readonly (readonly [start: string, name: string])[] = [
  ['binance-us', 'Binance.US'],
  ['binance', 'Binance'],
  ['bitfinex', 'Bitfinex'],
  ['bitget', 'Bitget'],
  ['bithumb', 'Bithumb'],
  ['bitkub', 'Bitkub'],
  ['bitmart', 'BitMart'],
  ['bitmex', 'BitMEX'],
  ['bitstamp', 'Bitstamp'],
  ['bittrex', 'Bittrex'],
  ['bitvavo', 'Bitvavo'],
  ['blockfi', 'BlockFi'],
  ['bybit', 'Bybit'],
  ['celsius network', 'Celsius Network'],
  ['cex-io', 'CEX.IO'],
  ['cex.io', 'CEX.IO'],
  ['changenow', 'ChangeNOW'],
  ['cobinhood', 'Cobinhood'],
  ['coinbase prime', 'Coinbase Prime'],
  ['coinbase', 'Coinbase'],
  ['coindcx', 'CoinDCX'],
  ['coinex', 'CoinEx'],
  ['coinhako', 'Coinhako'],
  ['coinmetro', 'CoinMetro'],
  ['coinone', 'Coinone'],
  ['coinsquare', 'Coinsquare'],
  ['coinw', 'CoinW'],
  ['coss.io', 'COSS.io'],
  ['crypto-com', 'Crypto.com'],
  ['crypto.com', 'Crypto.com'],
  ['deribit', 'Deribit'],
  ['exmo', 'EXMO'],
  ['ftx us', 'FTX US'],
  ['ftx', 'FTX'],
  ['gate-us', 'Gate US'],
  ['gate.io', 'Gate.io'],
  ['gemini', 'Gemini'],
  ['hashkey', 'HashKey'],
  ['hitbtc', 'HitBTC'],
  ['hoo.com', 'Hoo.com'],
  ['hotbit', 'Hotbit'],
  ['htx', 'HTX (Huobi)'],
  ['huobi', 'HTX (Huobi)'],
  ['indodax', 'Indodax'],
  ['korbit', 'Korbit'],
  ['kraken', 'Kraken'],
  ['kucoin', 'KuCoin'],
  ['kuna.io', 'Kuna.io'],
  ['latoken', 'LATOKEN'],
  ['lbank', 'LBank'],
  ['liquid', 'Liquid'],
  ['luno', 'Luno'],
  ['maicoin', 'MaiCoin'],
  ['mexc', 'MEXC'],
  ['nexo', 'Nexo'],
  ['okcoin', 'OKCoin'],
  ['okx', 'OKX'],
  ['osl', 'OSL'],
  ['phemex', 'Phemex'],
  ['pionex', 'Pionex'],
  ['poloniex', 'Poloniex'],
  ['probit', 'ProBit'],
  ['quadrigacx', 'QuadrigaCX'],
  ['robinhood', 'Robinhood'],
  ['shapeshift', 'ShapeShift'],
  ['swisborg', 'SwissBorg'],
  ['swissborg', 'SwissBorg'],
  ['tidex', 'Tidex'],
  ['upbit', 'Upbit'],
  ['uphold', 'Uphold'],
  ['yobit', 'YoBit'],
  ['zb.com', 'ZB.com'],
];

/** A name fit for a report, and what was taken off it. */
export interface CleanEntity {
  readonly entity: string;
  readonly note: string | null;
}

/** The name of a service as people know it; the list's own words become the note where they differ. */
export function cleanServiceEntity(entity: string, category: string): CleanEntity {
  const plain = entity
    .replace(/ \[ALSO .*$/, '')
    .replace(/ \(CEX reserve wallet\)$/, '')
    .replace(/ \(OFAC SDN\)$/, '');
  if (category !== 'exchange') return { entity: plain, note: null };
  const lower = plain.toLowerCase();
  const known = EXCHANGE_NAMES.find(
    ([start]) => lower.startsWith(start) && !/^[a-z]/.test(lower.slice(start.length)),
  );
  if (known === undefined) return { entity: plain, note: null };
  const [start, name] = known;
  const tagSaysMore = lower !== start && lower !== name.toLowerCase();
  return { entity: name, note: tagSaysMore ? plain : null };
}

interface EntityRule {
  readonly pattern: RegExp;
  readonly clean: (match: RegExpExecArray) => CleanEntity;
}

const DPRK_ENTITY_RULES: readonly EntityRule[] = [
  {
    pattern: /^OFAC SDN: ([^(]+?)(?: \((.+)\))?$/,
    clean: (match) => ({ entity: match[1] ?? '', note: match[2] ?? null }),
  },
  {
    pattern: /^(.+?) \(demixed(?: by timing)?: PROBABILISTIC(?:; (batch [\d-]+))?\)$/,
    clean: (match) => ({
      entity: match[1] ?? '',
      note: `Probabilistic: found by the timing of mixer withdrawals${match[2] === undefined ? '' : ` (${match[2]})`}.`,
    }),
  },
  {
    pattern: /^(\S+) (deposit address used .+) \(exchange-owned\)$/,
    clean: (match) => ({
      entity: cleanServiceEntity(match[1] ?? '', 'exchange').entity,
      note: `The exchange owns it: ${match[2] ?? ''}.`,
    }),
  },
  {
    pattern: /^(.+?) \[SERVICE-OWNED: .+"(Huobi \d+)".*\]$/,
    clean: (match) => ({
      entity: 'HTX (Huobi)',
      note: `Listed as: ${match[1] ?? ''}. Etherscan tags it "${match[2] ?? ''}": it belongs to the exchange.`,
    }),
  },
  {
    pattern: /^Etherscan: (.+)$/,
    clean: (match) => ({ entity: match[1] ?? '', note: 'Name tag of Etherscan.' }),
  },
  {
    pattern: /^Harmony proceeds, "FBI List"/,
    clean: () => ({
      entity: 'Harmony Horizon Bridge proceeds',
      note: 'Noted "FBI List" by the researcher; not in the public release of the FBI.',
    }),
  },
  {
    pattern: /^(Hong Kong-based broker) \(received Bybit heist funds; MSMT Annex 6\)$/,
    clean: (match) => ({
      entity: match[1] ?? '',
      note: 'Received funds of the Bybit theft; Annex 6 of the report of the Multilateral Sanctions Monitoring Team.',
    }),
  },
  {
    pattern: /^(.+?) \(role not stated\)$/,
    clean: (match) => ({
      entity: match[1] ?? '',
      note: 'The source lists it under the incident without stating its role.',
    }),
  },
  {
    pattern: /^(.+?) \(SUSPECTED DPRK, unconfirmed\)$/,
    clean: (match) => ({ entity: match[1] ?? '', note: 'Suspected DPRK, unconfirmed.' }),
  },
  {
    pattern: /^(.+?)(?: \((.+); UNCERTAIN per source\)| \(UNCERTAIN per source\))$/,
    clean: (match) => ({
      entity: match[2] === undefined ? (match[1] ?? '') : `${match[1] ?? ''} (${match[2]})`,
      note: 'The source itself calls the attribution uncertain.',
    }),
  },
];

/** The name of a DPRK-linked claim without the markers that research lists put into it. */
export function cleanDprkEntity(entity: string): CleanEntity {
  for (const { pattern, clean } of DPRK_ENTITY_RULES) {
    const match = pattern.exec(entity);
    if (match === null) continue;
    const cleaned = clean(match);
    return { entity: spellOut(cleaned.entity), note: cleaned.note };
  }
  return { entity: spellOut(entity), note: null };
}

/** Research shorthand in words that a first reader knows. */
export function spellOut(text: string): string {
  return text.replace(/\bITW\b/g, 'IT worker');
}
