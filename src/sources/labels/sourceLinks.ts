/** A page where a person can read a claim. */
export interface LabelSource {
  /** Short name under which label files cite the page. */
  readonly key: string;
  readonly url: string;
  readonly title: string;
}

const TAYVANO = 'https://github.com/tayvano/lazarus-bluenoroff-research';
const OZONE_FILE = 'packages/ozone-engine/src/sources/curated-data.ts';

/** Short names of the repositories that many rows cite. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'DefiLlama/DefiLlama-Adapters': 'defillama',
  'DefiLlama/bridges-server': 'defillama-bridges',
  'bgd-labs/aave-address-book': 'aave',
  'brianleect/etherscan-labels': 'etherscan-labels',
  'dawsbot/eth-labels': 'eth-labels',
  'forta-network/labelled-datasets': 'forta',
  'graphsense/graphsense-tagpacks': 'graphsense',
  'redactedLabs/OZONE': 'ozone',
  'rotki/rotki': 'rotki',
  'safe-global/safe-transaction-service': 'safe',
  'tayvano/lazarus-bluenoroff-research': 'tayvano',
  'ultrasoundmoney/ofac-ethereum-addresses': 'ultrasound-ofac',
  'nhamilton1/bitcoin-ofac-addresses': 'nhamilton-ofac',
  'brave-intl/ofac-sanctioned-digital-currency-addresses': 'brave-ofac',
  'we-stronger/bybit-incident-tna': 'we-stronger-bybit',
};

/** Pages that are cited by their own address rather than as a file of a repository. */
const KNOWN_PAGES: readonly LabelSource[] = [
  {
    key: 'fbi-bybit',
    url: 'https://www.ic3.gov/PSA/2025/PSA250226',
    title: 'FBI: North Korea responsible for the Bybit theft, 2025-02-26',
  },
  {
    key: 'fbi-harmony',
    url: 'https://www.fbi.gov/news/press-releases/fbi-confirms-lazarus-group-cyber-actors-responsible-for-harmonys-horizon-bridge-currency-theft',
    title: 'FBI: Lazarus Group responsible for the Harmony Horizon theft, 2023-01-23',
  },
  {
    key: 'fbi-2023-08',
    url: 'https://www.fbi.gov/news/press-releases/fbi-identifies-cryptocurrency-funds-stolen-by-dprk',
    title: 'FBI: cryptocurrency funds stolen by the DPRK, 2023-08-22',
  },
  {
    key: 'fbi-stake',
    url: 'https://www.fbi.gov/news/press-releases/fbi-identifies-lazarus-group-cyber-actors-as-responsible-for-theft-of-41-million-from-stakecom',
    title: 'FBI: Lazarus Group responsible for the Stake.com theft, 2023-09-06',
  },
  {
    key: 'doj-2025-01769',
    url: 'https://www.justice.gov/usao-dc/media/1402691/dl',
    title: 'US Department of Justice: forfeiture complaint 1:25-cv-01769, 2025-06-05',
  },
  {
    key: 'doj-2020-280',
    url: 'https://justice.gov/opa/press-release/file/1310421/dl',
    title: 'US Department of Justice: United States v. 280 Virtual Currency Accounts, 2020-08-27',
  },
  {
    key: 'treasury-jy0768',
    url: 'https://home.treasury.gov/news/press-releases/jy0768',
    title: 'US Treasury: Blender.io sanctioned, 2022-05-06',
  },
];

/** Sources that notes name in words, each with the pages where the same can be read. */
const NAMED_SOURCES: readonly {
  readonly pattern: RegExp;
  readonly sources: readonly LabelSource[];
}[] = [
  {
    pattern: /rekt\.news harmony-rekt/,
    sources: [
      {
        key: 'rekt-harmony',
        url: 'https://rekt.news/harmony-rekt/',
        title: 'rekt.news: Harmony Bridge',
      },
    ],
  },
  {
    pattern: /sdn_advanced\.xml \(DateOfIssue 2025-03-04\)/,
    sources: [
      {
        key: 'ofac-2022-11-08',
        url: 'https://ofac.treasury.gov/recent-actions/20221108',
        title: 'OFAC: Tornado Cash designated again with its addresses, 2022-11-08',
      },
      {
        key: 'treasury-sb0057',
        url: 'https://home.treasury.gov/news/press-releases/sb0057',
        title: 'US Treasury: Tornado Cash delisted, 2025-03-21',
      },
    ],
  },
  {
    pattern: /sdn_advanced\.xml (?:\(DateOfIssue )?2025-11-19/,
    sources: [
      {
        key: 'brave-ofac',
        url: 'https://github.com/brave-intl/ofac-sanctioned-digital-currency-addresses/tree/3ed66906',
        title: 'Copy of the OFAC file of 2025-11-19',
      },
    ],
  },
  {
    pattern: /^MSMT report 2025-10-22/,
    sources: [
      {
        key: 'msmt-2025',
        url: 'https://msmt.info/Publications/detail/MSMT%20Report/4221',
        title: 'Multilateral Sanctions Monitoring Team: report of 2025-10-22',
      },
    ],
  },
  {
    pattern: /ultrasoundmoney@ac234519/,
    sources: [
      {
        key: 'ultrasound-ofac-data-csv',
        url: 'https://github.com/ultrasoundmoney/ofac-ethereum-addresses/blob/ac234519/data.csv',
        title: 'ultrasoundmoney/ofac-ethereum-addresses: data.csv',
      },
    ],
  },
];

const LINK =
  /(?<url>https:\/\/[^\s|;,()]+)|\b(?<repo>[A-Za-z0-9][\w-]*\/[A-Za-z0-9][\w.-]*)@(?<commit>[0-9a-f]{7,40})(?:\([a-z_]+\))?(?: (?<path>(?:[\w.%-]+\/)+[\w.%-]+|[\w%-]+\.[a-z]{2,4}\b))?|redactedLabs\/OZONE (?<ozone>\S+)|\btayvano (?<tayvano>\S+\.md)@(?<tayvanoCommit>[0-9a-f]{7,40})|\bgraphsense-tagpacks@(?<pack>[0-9a-f]{7,40}) (?<packPath>packs\/[\w.-]+)|\bOFAC(?: SDN)? uid (?<uid>\d+)/g;

/**
 * The pages that a source text names, in the order in which it names them, each once.
 *
 * It reads https links, `owner/repository@commit path` and `OFAC SDN uid 27307`.
 *
 * Edge: empty when the text names nothing that a person can open.
 */
export function findSourceLinks(text: string): readonly LabelSource[] {
  const found: LabelSource[] = [];
  for (const match of text.matchAll(LINK)) found.push(describeMatch(match.groups ?? {}));
  for (const { pattern, sources } of NAMED_SOURCES) if (pattern.test(text)) found.push(...sources);
  const official = found.filter((source) => !source.url.startsWith('https://github.com/'));
  const ordered = [...official, ...found.filter((source) => !official.includes(source))];
  return [...new Map(ordered.map((source) => [source.url, source])).values()];
}

function describeMatch(groups: Readonly<Record<string, string | undefined>>): LabelSource {
  const { url, repo, commit, path, ozone, tayvano, tayvanoCommit, pack, packPath, uid } = groups;
  if (url !== undefined) return describeUrl(url);
  if (repo !== undefined) return describeFile(repo, commit ?? '', path);
  if (ozone !== undefined) return describeFile('redactedLabs/OZONE', '4d76d096', OZONE_FILE);
  if (tayvano !== undefined) {
    const folder = tayvano.includes('/') ? '' : 'hacks-and-thefts/';
    return describeUrl(`${TAYVANO}/blob/main/${folder}${tayvano}@${tayvanoCommit ?? ''}`);
  }
  if (pack !== undefined) return describeFile('graphsense/graphsense-tagpacks', pack, packPath);
  return {
    key: `ofac-${uid ?? ''}`,
    url: `https://sanctionssearch.ofac.treas.gov/Details.aspx?id=${uid ?? ''}`,
    title: `OFAC: Specially Designated Nationals list entry ${uid ?? ''}`,
  };
}

function describeUrl(url: string): LabelSource {
  const known = KNOWN_PAGES.find((page) => page.url === url);
  if (known !== undefined) return known;
  const ofac = /sanctionssearch\.ofac\.treas\.gov\/Details\.aspx\?id=(\d+)$/.exec(url);
  if (ofac !== null) return describeMatch({ uid: ofac[1] });
  const file = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/main\/(.+?)(?:@([0-9a-f]+))?$/.exec(
    url,
  );
  if (file !== null) return describeFile(file[1] ?? '', file[3] ?? 'main', file[2]);
  return { key: slug(url.replace(/^https:\/\//, '')), url, title: url.replace(/^https:\/\//, '') };
}

function describeFile(repo: string, commit: string, path: string | undefined): LabelSource {
  const short = SHORT_NAMES[repo] ?? slug(repo);
  if (path === undefined) {
    return {
      key: short,
      url: `https://github.com/${repo}/tree/${commit}`,
      title: `${repo} at ${commit}`,
    };
  }
  const view = /\.[a-z]{2,4}$/i.test(path) ? 'blob' : 'tree';
  return {
    key: `${short}-${slug(shortPath(path))}`,
    url: `https://github.com/${repo}/${view}/${commit}/${path}`,
    title: `${repo}: ${decodeURIComponent(path)}`,
  };
}

/** Leaves out the parts of a path that say nothing about what the file holds. */
function shortPath(path: string): string {
  return decodeURIComponent(path)
    .replace(/\.(csv|json|yaml|md|ts|js|py)$/, (ending) => (ending === '.csv' ? '-csv' : ''))
    .split('/')
    .filter(
      (part) => !['data', 'accounts', 'packs', 'src', 'helper', 'hacks-and-thefts'].includes(part),
    )
    .slice(-2)
    .join('-');
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** One text for several pages: `https://… (title); https://… (title)`. */
export function formatSources(sources: readonly Pick<LabelSource, 'url' | 'title'>[]): string {
  return sources.map(({ url, title }) => `${url} (${title})`).join('; ');
}
