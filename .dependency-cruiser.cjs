// Which folder of src/ may import what. Every layer has one rule that lists all it may import, so
// that anything new (a package, a node module, another folder) is refused until it is added here.

const npm = (name) => `(^|/)node_modules/${name}/`;
const node = (...names) => `^(node:)?(${names.join('|')})$`;

/** Parts of ethers that are pure and quick to load; the whole package takes 75 ms. */
const ETHERS_PARTS = '(^|/)node_modules/ethers/lib\\.(esm|commonjs)/(address|abi|hash|crypto)/';
const ETHERS_PROVIDERS = '(^|/)node_modules/ethers/lib\\.(esm|commonjs)/providers/';
const PORTS = '^src/screening/(haloPorts|labelPorts|payPorts|ports|pricePorts|ratePorts)\\.ts$';
const APP = '^src/(app/|(?!worker\\.ts$)[^/]+\\.ts$)';
const RED_FLAGS = '^src/.*/redFlag';
const NETWORK = [
  npm('axios'),
  npm('https?-proxy-agent'),
  node('http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises'),
];

/** The files of `from` may import themselves and what is listed, nothing else. */
const layer = (name, from, comment, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...allowed, ...NETWORK], couldNotResolve: false },
});

module.exports = {
  forbidden: [
    {
      name: 'core',
      comment: 'core imports nothing: no package, no node module, no other folder.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: ['^src/core/'], couldNotResolve: false },
    },
    layer('chains', '^src/chains/', 'chains decode, encode and verify; they use pure codecs.', [
      '^src/core/',
      npm('bitcoinjs-lib'),
      // Schnorr signatures and the recovery of keys, which bitcoinjs-lib leaves to others.
      npm('@bitcoinerlab/secp256k1'),
      npm('ethers'),
    ]),
    {
      name: 'chains-ethers-parts',
      comment: 'chains import ethers/address, /abi, /hash and /crypto, never the whole of ethers.',
      severity: 'error',
      from: { path: '^src/chains/' },
      to: { path: npm('ethers'), pathNot: ETHERS_PARTS },
    },
    layer('rules', '^src/rules/', 'rules judge exposures: core, schemas, hashing, hints.', [
      '^src/core/',
      npm('zod'),
      npm('leven'),
      node('crypto'),
    ]),
    layer('report', '^src/report/', 'report prints what core holds; it reads and writes nothing.', [
      '^src/core/',
      // Files are packed and texts defused as payrolls are.
      '^src/sheets/(cellPlace|defuse|xml|zip)\\.ts$',
      npm('csv-stringify'),
      npm('@dagrejs/dagre'),
      npm('(pdfkit|fontkit|bidi-js)'),
    ]),
    {
      name: 'document-libraries-when-needed',
      comment: 'What draws documents takes long to load: import() it where a document is made.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: npm('(pdfkit|fontkit|bidi-js)'),
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    layer('sources', '^src/sources/', 'sources turn replies and files into core facts.', [
      '^src/(core|chains)/',
      PORTS,
      npm('zod'),
      npm('p-queue'),
      npm('csv-parse'),
      npm('csv-stringify'),
      npm('leven'),
      npm('lossless-json'),
      npm('yaml'),
      npm('saxes'),
      ETHERS_PARTS,
      ETHERS_PROVIDERS,
      node('crypto', 'fs', 'fs/promises', 'path', 'readline', 'stream', 'stream/promises'),
      node('string_decoder', 'timers/promises', 'url', 'util', 'zlib'),
    ]),
    {
      name: 'network-only-in-http',
      comment:
        'Requests leave through src/sources/http.ts alone, by the ways of agents.ts: proxy, limits and caps live there.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/sources/(http|agents)\\.ts$', '^src/(core|service)/'],
      },
      to: { path: NETWORK },
    },
    layer('store', '^src/store/', 'store keeps facts in SQLite and knows nothing of the network.', [
      '^src/core/',
      PORTS,
      npm('better-sqlite3'),
      node('crypto', 'fs', 'path', 'url', 'zlib'),
    ]),
    layer(
      'screening',
      '^src/screening/',
      'screening asks its ports; the app decides who answers.',
      ['^src/(core|rules)/'],
    ),
    layer('sheets', '^src/sheets/', 'sheets reads files of rows and writes them back; no more.', [
      '^src/core/',
      npm('csv-parse'),
      npm('fflate'),
      npm('saxes'),
      node('buffer', 'zlib'),
    ]),
    layer('desk', '^src/desk/', 'desk works on screenings: payees, payments, approvals.', [
      '^src/(core|rules|screening)/',
      '^src/sheets/sheet\\.ts$',
    ]),
    layer(
      'worker',
      '^src/worker(\\.ts$|/)',
      'worker opens the application in a thread of its own.',
      ['^src/(core|report)/', APP, node('worker_threads')],
    ),
    {
      name: 'app',
      comment: 'app puts the layers together and is not aware of who starts it.',
      severity: 'error',
      from: { path: APP },
      to: { path: '^(src/(cli|service)|test)/' },
    },
    layer('service', '^src/service/', 'service answers requests through the app.', [
      '^src/(core|report)/',
      APP,
      npm('(@fastify/[^/]+|fastify|fastify-type-provider-zod)'),
      npm('(preact|preact-render-to-string|uqr|prom-client)'),
      npm('zod'),
      node('crypto', 'events', 'fs', 'path', 'url', 'http', 'https'),
    ]),
    layer(
      'cli',
      '^src/cli/',
      'cli parses arguments, prints what the app answers, starts the service.',
      [
        '^src/(core|report)/',
        '^src/service/serve\\.ts$',
        APP,
        npm('commander'),
        npm('csv-parse'),
        npm('csv-stringify'),
        npm('leven'),
        npm('ms'),
        node('fs', 'fs/promises', 'os', 'path', 'process', 'readline', 'readline/promises'),
        node('stream', 'stream/promises', 'tty', 'url', 'util'),
      ],
    ),
    {
      name: 'red-flags-decide-nothing',
      comment:
        'What was answered about signs apart from the chain is shown and kept; nothing that judges reads it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(app|packageFiles)\\.ts$',
          '^src/app/(redFlags/|service/(openService|serviceApp)\\.ts$)',
          '^src/(service|cli)/',
          RED_FLAGS,
        ],
      },
      to: { path: RED_FLAGS },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nobody imports is dead.',
      severity: 'error',
      from: {
        path: '^src/',
        orphan: true,
        // Pages load assets by their address, not by an import.
        pathNot: ['^src/(cli/main|worker)\\.ts$', 'Main\\.ts$', '^src/service/assets/'],
      },
      to: {},
    },
    {
      name: 'entries-are-not-imported',
      comment: 'A file that starts a command runs when it is loaded: nothing may import it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^src/(cli/main|worker)\\.ts$', '^src/.*Main\\.ts$'] },
    },
    {
      name: 'resolvable',
      comment: 'What is imported must exist.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-dependencies',
      comment: 'What runs for users stands under "dependencies" in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main'],
    },
  },
};
