import type { LabelFileRow } from './labelFile.js';
import type { LabelSource } from './sourceLinks.js';
import { CONFIDENCE_OF_AUTHORITY } from './words.js';

const PARK_COMPLAINT: LabelSource = {
  key: 'doj-park-complaint',
  url: 'https://www.justice.gov/opa/press-release/file/1092091/download',
  title: 'US Department of Justice: complaint United States v. Park Jin Hyok, 2018-09-06',
};

const PARK_PRESS: LabelSource = {
  key: 'doj-park-press',
  url: 'https://www.justice.gov/opa/pr/north-korean-regime-backed-programmer-charged-conspiracy-conduct-multiple-cyber-attacks-and',
  title: 'US Department of Justice: North Korean programmer charged, 2018-09-06',
};

/** Its page calls the listed address a deposit address at the exchange. */
const TAYVANO_IT_WORKERS: LabelSource = {
  key: 'tayvano-dprk-it-workers-readme',
  url: 'https://github.com/tayvano/lazarus-bluenoroff-research/blob/05535234/dprk-it-workers/readme.md',
  title: 'tayvano/lazarus-bluenoroff-research: dprk-it-workers/readme.md',
};

const WANNACRY_ADDRESSES: readonly string[] = [
  '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn',
  '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw',
  '13AM4VW2dhxYgXeQepoHkHSQuy6NgaEb94',
];

const INFRASTRUCTURE: readonly {
  readonly address: string;
  readonly entity: string;
  readonly source: LabelSource;
}[] = [
  {
    address: '0x5ff137d4b0fdcd49dca30c7cf57e578a026d2789',
    entity: 'ERC-4337 EntryPoint 0.6',
    source: {
      key: 'entrypoint-0-6',
      url: 'https://etherscan.io/address/0x5ff137d4b0fdcd49dca30c7cf57e578a026d2789',
      title: 'Etherscan: contract EntryPoint',
    },
  },
  {
    address: '0x0000000071727de22e5e9d8baf0edac6f37da032',
    entity: 'ERC-4337 EntryPoint 0.7',
    source: {
      key: 'entrypoint-0-7',
      url: 'https://etherscan.io/address/0x0000000071727de22e5e9d8baf0edac6f37da032',
      title: 'Etherscan: contract EntryPoint',
    },
  },
  {
    address: '0xca11bde05977b3631167028862be2a173976ca11',
    entity: 'Multicall3',
    source: {
      key: 'multicall3',
      url: 'https://www.multicall3.com/',
      title: 'Multicall3: address on every chain',
    },
  },
  {
    address: '0xd152f549545093347a162dce210e7293f1452150',
    entity: 'Disperse.app',
    source: {
      key: 'disperse',
      url: 'https://etherscan.io/address/0xd152f549545093347a162dce210e7293f1452150',
      title: 'Etherscan: contract Disperse',
    },
  },
];

/** The claims that we wrote by hand, because no data set that we may copy has them. */
export const CURATED_LABELS: readonly LabelFileRow[] = [
  ...WANNACRY_ADDRESSES.map(
    (address): LabelFileRow => ({
      chain: 'bitcoin',
      address,
      sources: [PARK_COMPLAINT, PARK_PRESS],
      claim: {
        entity: 'WannaCry ransom',
        category: 'ransom',
        actor: 'lazarus',
        event: 'WannaCry 2017-05-12',
        use: 'exposure',
        authority: 'government',
        confidence: CONFIDENCE_OF_AUTHORITY.government,
        sourceDate: '2018-09-06',
        entityListedOn: null,
        listedOn: null,
        delistedOn: null,
        note: 'Ransom address built into the malware; the complaint charges a member of the group with the attack.',
      },
    }),
  ),
  {
    chain: 'bitcoin',
    address: '1HmqvgSXUVES1jn4TQPzk9dxo1NE8wim2T',
    sources: [TAYVANO_IT_WORKERS],
    claim: {
      entity: 'HTX (Huobi)',
      category: 'exchange',
      actor: null,
      event: 'OFAC 2025-08-27',
      use: 'service',
      authority: 'researcher',
      confidence: CONFIDENCE_OF_AUTHORITY.researcher,
      sourceDate: null,
      entityListedOn: null,
      listedOn: null,
      delistedOn: null,
      note: 'The exchange owns it: deposit address of a listed person, who is listed for it all the same.',
    },
  },
  ...INFRASTRUCTURE.map(
    ({ address, entity, source }): LabelFileRow => ({
      chain: 'ethereum',
      address,
      sources: [source],
      claim: {
        entity,
        category: 'infrastructure',
        actor: null,
        event: null,
        use: 'service',
        authority: 'vendor',
        confidence: 0.9,
        sourceDate: null,
        entityListedOn: null,
        listedOn: null,
        delistedOn: null,
        note: null,
      },
    }),
  ),
];
