import { Interface, id } from 'ethers';
import { BITCOIN_EXCHANGE, companyLedger, EXCHANGE, LISTED, TREASURY } from './companyLedger.js';
import {
  COMPANY,
  type CompanyPayee,
  ENS_NAME,
  IMITATION,
  MOVED_TO,
  payeeNamed,
  SAFE_SIGNATURE,
} from './companyPeople.js';
import { ensCalls } from './ensNames.js';
import { jsonBody, type LoopbackServer, startFaultServer } from './faultServer.js';
import { chainsOf, esploraAt, explorerAt } from './liveSources.js';
import { startLoopbackEsplora } from './loopbackEsplora.js';
import { startLoopbackExplorer } from './loopbackExplorer.js';
import type { ConfigJson } from './openTestApp.js';

/** The chains, the list and the labels of the invented company, on this machine alone. */
export interface CompanyWorld {
  /** What the service of the company is configured with; the list is synced by `labels.feeds`. */
  readonly config: ConfigJson;
  /** A label table that names the exchange. */
  readonly labels: string;
  /** From now on the name in ENS stands for another address. */
  readonly moveName: () => void;
  readonly close: () => Promise<void>;
}

const contracts = new Interface([
  'function isBlacklisted(address) view returns (bool)',
  'function isBlackListed(address) view returns (bool)',
  'function isBlocked(address) view returns (bool)',
  'function isValidSignature(bytes32, bytes) view returns (bytes4)',
]);

/** Starts the servers. Units: `nowSeconds` is the present in Unix time. */
export async function openCompanyWorld(nowSeconds: number): Promise<CompanyWorld> {
  const ledger = companyLedger(nowSeconds);
  const tipSeconds = nowSeconds - 60;
  const names = new Map([[ENS_NAME, payeeNamed('ens').address]]);
  const ethereum = await startLoopbackExplorer({
    ...{ facts: ledger.ethereum, tipSeconds },
    calls: createCalls(names),
    codes: CODES,
  });
  const polygon = await startLoopbackExplorer({
    ...{ facts: ledger.polygon, tipSeconds, chainId: '137', calls: createCalls(new Map()) },
  });
  const unseen = payeeNamed('unseen').address;
  const bitcoin = await startLoopbackEsplora({
    ...{ facts: ledger.bitcoin, tipSeconds },
    // A source that answers for everybody else, so that nobody else has to wait for it.
    script: ({ url }) => (url.pathname.includes(unseen) ? jsonBody('{"error":"unwell"}') : null),
  });
  const publisher = await startPublisher(nowSeconds);
  const servers: readonly LoopbackServer[] = [ethereum, polygon, bitcoin, publisher];
  const feed = { set: 'ofac-sdn', format: 'ofac-sdn', url: `${publisher.url}/SDN.XML` };
  return {
    config: {
      labels: { builtIn: false, feeds: [feed] },
      ownAccounts: [TREASURY],
      approvals: { keyFolder: './approval-keys' },
      chains: chainsOf({
        ethereum: [explorerAt(ethereum)],
        polygon: [explorerAt(polygon)],
        bitcoin: [esploraAt(bitcoin)],
      }),
      policy: { requiredDepth: 2, depth: 3 },
    },
    labels: labelTable(),
    moveName: () => names.set(ENS_NAME, MOVED_TO),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** Two of the wallets are contracts. */
const CODES = {
  [payeeNamed('contract').address]: '0x6080',
  [payeeNamed('safe').address]: '0x6080',
};
const MAGIC = id('isValidSignature(bytes32,bytes)').slice(0, 10);

/** What contracts of the chain answer: names, freezes of issuers, and the contract wallet. */
function createCalls(names: ReadonlyMap<string, string>) {
  const ens = ensCalls(names);
  const frozen = payeeNamed('frozen').address;
  const safe = payeeNamed('safe').address;
  return (call: { readonly to: string; readonly data: string }): string => {
    const asked = contracts.parseTransaction(call);
    if (asked === null) return ens(call);
    if (asked.name !== 'isValidSignature') {
      const isFrozen =
        asked.name === 'isBlacklisted' && String(asked.args[0]).toLowerCase() === frozen;
      return contracts.encodeFunctionResult(asked.name, [isFrozen]);
    }
    const isOurs = call.to === safe && asked.args[1] === SAFE_SIGNATURE;
    return contracts.encodeFunctionResult(asked.name, [isOurs ? MAGIC : '0xffffffff']);
  };
}

function labelTable(): string {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const rows = [
    ['ethereum', EXCHANGE],
    ['polygon', EXCHANGE],
    ['bitcoin', BITCOIN_EXCHANGE],
  ].map(([chain, address]) =>
    [
      ...[chain, address, 'Quayside Exchange', 'exchange', '', ''],
      'https://example.org/labels',
    ].concat(...['2026-01-01', 'official']),
  );
  return [header, ...rows.map((row) => row.join()), ''].join('\n');
}

/** A list in OFAC's classic format, of the day before, that names one invented party. */
function startPublisher(nowSeconds: number): Promise<LoopbackServer> {
  const [year, month, day] = new Date((nowSeconds - 86_400) * 1000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  const body = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation>
    <Publish_Date>${month}/${day}/${year}</Publish_Date>
    <Record_Count>1</Record_Count>
  </publshInformation>
  <sdnEntry>
    <uid>900002</uid>
    <lastName>NOBODY'S OTHER COMPANY</lastName>
    <sdnType>Entity</sdnType>
    <programList><program>DPRK3</program></programList>
    <idList>
      <id><uid>1</uid><idType>Digital Currency Address - ETH</idType><idNumber>${LISTED}</idNumber></id>
    </idList>
  </sdnEntry>
</sdnList>
`;
  return startFaultServer({
    answer: () => ({ status: 200, contentType: 'text/xml', body }),
    script: () => null,
  });
}

/** What the company pays in a month, as the API takes it. Order: of registration. */
export function companyPayments(): readonly CompanyPayment[] {
  return COMPANY.map(paymentTo);
}

/** A payment as the API takes it. */
export interface CompanyPayment {
  readonly payee: string;
  readonly wallet: string;
  readonly chain: string;
  readonly asset: string;
  readonly amount: string;
  readonly invoice: string;
}

/** The payment to one of the forty; who changed their wallet is paid to the new one. */
export function paymentTo(payee: CompanyPayee): CompanyPayment {
  const { reference, chain, asset, amount, invoice, mark } = payee;
  const wallet = mark === 'changed' ? IMITATION : payee.address;
  return { payee: reference, wallet, chain, asset, amount, invoice };
}
