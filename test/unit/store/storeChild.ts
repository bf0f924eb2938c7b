// A process of its own for tests with several processes: storeChild.ts TASK FILE MIGRATIONS [N]
import { createBundleAccounts } from '../../../src/store/bundleAccounts.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { type DatabaseHandle, openDatabase } from '../../../src/store/open.js';
import { createQuotaStore } from '../../../src/store/quotaStore.js';
import { createScreeningStore } from '../../../src/store/screeningStore.js';
import { CHAIN, SOURCE, SUBJECT, tipAt, transferAt } from './ledgerFixtures.js';
import { screeningOf } from './screeningFixtures.js';

const QUOTA = { host: 'api.test', keyDigest: '' };

const [task, file = '', migrationsFolder = '', argument = ''] = process.argv.slice(2);

if (task === 'open-each') {
  process.stdout.write('ready\n');
  process.stdin.once('data', () => {
    for (let at = 0; at < Number.parseInt(argument, 10); at += 1) {
      openDatabase({ file: `${file}-${at}`, migrationsFolder, now: () => 0 }).close();
    }
    process.stdin.destroy();
  });
} else {
  work(openDatabase({ file, migrationsFolder, now: () => 0 }));
}

function work(db: DatabaseHandle): void {
  if (task === 'append') {
    const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
    const factsDigest = store.writeFactBundle('[]');
    for (let at = 0; at < 50; at += 1) {
      store.appendScreening({ ...screeningOf(`${argument}-${at}`), factsDigest });
    }
  }

  if (task === 'claim') {
    const quotas = createQuotaStore(db);
    process.stdout.write('ready\n');
    process.stdin.once('data', () => {
      let total = 0;
      for (let taken = 1; taken > 0; total += taken) {
        taken = quotas.claimRequests({ ...QUOTA, limit: 1000, atMost: 3, resetsAtSeconds: 86_400 });
      }
      process.stdout.write(`claimed ${total}\n`);
      process.stdin.destroy();
      db.close();
    });
    return;
  }

  if (task === 'fill-bundles') {
    const { readFactBundle } = createScreeningStore(db, { randomBytes: () => new Uint8Array(1) });
    createBundleAccounts(db, { readBundle: readFactBundle }).fill(({ done }) => {
      process.stdout.write(`filled ${done}\n`);
      // Between two commits, so that the parent can end it there.
      if (done > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  }

  if (task === 'write-pages') {
    const cache = createLedgerStore(db);
    const tip = tipAt(1_000_000_000);
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tip, finalHeight: tip.height, shared: null },
    );
    process.stdout.write('started\n');
    for (let height = 0; ; height += 1) {
      const facts = [0, 1, 2].map((n) => transferAt(height, { index: `#${n}` }));
      const interval = { from: height, to: height };
      cache.writePage({
        account: SUBJECT,
        channel: 'native',
        source: SOURCE,
        facts,
        coverage: { account: SUBJECT, channel: 'native', source: SOURCE, interval },
      });
      if (height === 200) process.stdout.write('writing\n');
    }
  }

  db.close();
}
