import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Payees } from '../../src/app/payees/payees.js';
import { createRoster } from '../../src/app/roster/createRoster.js';
import type { Account } from '../../src/core/account.js';
import { addressOfAccount } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import { type FactBundle, formatFactBundle } from '../../src/core/factBundle.js';
import type { KnownLink } from '../../src/core/knownLink.js';
import { formatMoment } from '../../src/core/moment.js';
import type { Payee } from '../../src/core/payee.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { type DatabaseHandle, openDatabase } from '../../src/store/open.js';
import { createScreeningStore } from '../../src/store/screeningStore.js';
import { claimsOf } from './world.js';

const START_MS = Date.UTC(2026, 10, 22, 10);
const DAY_MS = 86_400_000;

/** A roster and the record under it, to which things happen one after the other. */
export interface RosterHistory {
  /** From now on a wallet is of a payee; of nobody for null. */
  readonly give: (account: Account, payeeId: string | null) => void;
  /** Records a screening; `isNoted` tells whether it is also taken in at once, or only found in the record. */
  readonly screen: (bundle: FactBundle, isNoted: boolean) => void;
  /** From the next day on these labels are in force. */
  readonly label: (claims: readonly Attribution[]) => void;
  /** The links of a payee, by a roster that is asked for no others. */
  readonly near: (payeeId: string) => readonly KnownLink[];
  /** All links, found anew by another process. */
  readonly all: () => readonly KnownLink[];
  readonly close: () => void;
}

/** Opens one without payees. */
export function openRosterHistory(parts: {
  readonly assets: AssetList;
  readonly ownAccounts: ReadonlySet<Account>;
}): RosterHistory {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-test-'));
  const clock = { ms: START_MS };
  const open = () =>
    openDatabase({ file: join(folder, 'test.sqlite'), migrationsFolder, now: () => clock.ms });
  const db = open();
  const record = createScreeningStore(db, { randomBytes: (size) => new Uint8Array(size) });
  const owners = new Map<Account, string>();
  const noteChange = changesOf(db);
  const labels: { claims: readonly Attribution[] } = { claims: [] };
  const rosterOver = (handle: DatabaseHandle) =>
    createRoster(handle, {
      ...parts,
      payees: { search: () => ({ payees: payeesOf(owners), nextCursor: null }) },
      audit: { append: () => undefined },
      readBundle: record.readFactBundle,
      openBook: () => ({ readClaims: claimsOf(labels.claims), snapshots: [] }),
      nowMs: () => clock.ms,
    });
  const near = rosterOver(db);
  const other = open();
  let made = 0;
  return {
    give: (account, payeeId) => {
      if (payeeId === null) owners.delete(account);
      else owners.set(account, payeeId);
      noteChange();
    },
    screen: (bundle, isNoted) => {
      made += 1;
      const nowSeconds = clock.ms / 1000;
      const { sequence } = record.appendScreening({
        ...{ screeningId: `screening-${made}`, input: '', payeeReference: null },
        ...{ screenedAt: formatMoment(nowSeconds), validUntil: formatMoment(nowSeconds) },
        ...{ decision: 'proceed', complete: true, verdictDigest: '', ruleSetDigest: '' },
        factsDigest: record.writeFactBundle(formatFactBundle(bundle)),
        ...{ policyJson: '{}', engineVersion: 1, anchorsJson: '{}', labelSnapshots: [] },
        ...{ subjects: bundle.subjects.map(({ account }) => account), verdictJson: '{}' },
      });
      if (isNoted) rosterOver(other).note({ bundle, sequence, nowSeconds });
    },
    label: (claims) => {
      labels.claims = claims;
      clock.ms += DAY_MS;
    },
    near: near.listOf,
    all: () => rosterOver(other).refresh(),
    close: () => {
      other.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Notes that something about payees changed, as each change of one does. */
function changesOf(db: DatabaseHandle): () => void {
  db.exec(`INSERT INTO payee (payee_id, reference, reference_key, name, told, search_text, created_at)
    VALUES ('any', '', '', '', '', '', '')`);
  const insert = db.prepare(`
    INSERT INTO payee_change (change_id, payee_id, what, at, by_person_id, fields_json)
    SELECT 'change-' || count(*), 'any', 'edited', '', '', '[]' FROM payee_change`);
  return () => {
    insert.run();
  };
}

function payeesOf(owners: ReadonlyMap<Account, string>): ReturnType<Payees['search']>['payees'] {
  return [...new Set(owners.values())].map(
    (id): Payee => ({
      ...{ id, reference: id, name: id, told: '', createdAt: '2026-01-01T00:00:00Z' },
      ...{ deactivatedAt: null, mergedInto: null },
      wallets: [...owners]
        .filter(([, owner]) => owner === id)
        .map(([account]) => ({
          ...{ id: `wallet of ${account}`, payeeId: id, input: '' },
          ...{ address: addressOfAccount(account), ensName: null, family: 'evm' },
          ...{ chains: ['ethereum'], custody: 'own', validFrom: null, validUntil: null },
          ...{ registeredAt: '2026-01-01T00:00:00Z', registeredBy: 'local', confirmedAt: null },
          // One that ended counts like the others.
          ...{ confirmedBy: null, endedAt: '2026-02-01T00:00:00Z', proofs: [] },
        })),
    }),
  );
}
