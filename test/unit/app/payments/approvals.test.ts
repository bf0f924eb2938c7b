import { createPublicKey, verify } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../../src/app/access/localActor.js';
import {
  formatApprovalKeys,
  parseApprovalKeys,
} from '../../../../src/app/payments/approvalKeys.js';
import { checkApproval, digestInvoice } from '../../../../src/app/payments/checkApproval.js';
import { writeOwnFile } from '../../../../src/app/payments/ownerOnly.js';
import { formatSignedText } from '../../../../src/core/approval.js';
import { Bug, ConfigError, InputError } from '../../../../src/core/errors.js';
import { permissionsOf } from '../../../../src/core/role.js';
import { openTestApprovals, SIGNED_MS, testTerms } from '../../../support/approvals.js';

const opened: (() => void)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function open(parts: Parameters<typeof openTestApprovals>[0] = {}) {
  const test = openTestApprovals(parts);
  opened.push(test.close);
  return test;
}

const HOUR_MS = 3_600_000;
const rightsOf = (path: string) => statSync(path).mode & 0o777;
const NO_INVOICE = { invoice: null };

describe('an approval', () => {
  it('is signed by a key that is made once, for its owner alone', () => {
    const { approvals, folder, audited } = open();
    const first = approvals.sign(testTerms());
    const second = approvals.sign(testTerms({ amount: '7' }));
    expect(second.keyId).toBe(first.keyId);
    expect(rightsOf(folder)).toBe(0o700);
    expect(rightsOf(join(folder, 'approval.key'))).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual([`${first.keyId}.json`, 'approval.key'].sort());
    expect(audited).toEqual([{ actor: null, action: 'approval-key-made', subjectId: first.keyId }]);
  });

  it('can be checked by anybody who has the public key, without Hopsight', () => {
    const { approvals } = open();
    const { signature, ...unsigned } = approvals.sign(testTerms());
    const [key] = approvals.listKeys();
    // RFC 8785 for an object of texts: members in the order of their names, no blanks.
    const sorted = Object.entries(unsigned).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify(Object.fromEntries(sorted));
    expect(formatSignedText(unsigned)).toBe(text);
    const pem = createPublicKey(key?.publicPem ?? '');
    expect(verify(null, Buffer.from(text), pem, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('holds up to its last second, and not before it was issued', () => {
    const { approvals, wait } = open();
    const text = JSON.stringify(approvals.sign(testTerms()));
    const outcome = () => approvals.check(text, NO_INVOICE).outcome;
    expect(outcome()).toBe('valid');
    wait(-300_000);
    expect(outcome()).toBe('valid');
    wait(-1_000);
    expect(outcome()).toBe('not-yet');
    wait(301_000 + 24 * HOUR_MS - 13_000);
    expect(outcome()).toBe('valid');
    wait(1_000);
    expect(outcome()).toBe('expired');
    expect(approvals.check(text, NO_INVOICE).approval?.amount).toBe('1500500000');
  });

  it('is for one invoice, however the blanks and accents of its number are typed', () => {
    const { approvals } = open();
    const invoiceDigest = digestInvoice('Rechnung f\u00fcr Mai');
    const text = JSON.stringify(approvals.sign(testTerms({ invoiceDigest })));
    const outcome = (invoice: string) => approvals.check(text, { invoice }).outcome;
    expect(outcome(' Rechnung fu\u0308r Mai\n')).toBe('valid');
    expect(outcome('Rechnung f\u00fcr Juni')).toBe('other-invoice');
    expect(outcome('')).toBe('other-invoice');
  });

  it('is believed by no other key, and says which one to ask for', () => {
    const signed = open().approvals.sign(testTerms());
    const other = open();
    other.approvals.sign(testTerms());
    const told = other.approvals.check(JSON.stringify(signed), NO_INVOICE);
    expect(told).toMatchObject({ outcome: 'unknown-key', approval: null });
    expect(told.sentence).toContain(signed.keyId);
    expect(open().approvals.check(JSON.stringify(signed), NO_INVOICE).outcome).toBe('unknown-key');
    const [key] = other.approvals.listKeys();
    const forged = { ...signed, keyId: key?.keyId };
    expect(other.approvals.check(JSON.stringify(forged), NO_INVOICE).outcome).toBe('altered');
  });

  it('may not say a thing twice, since programs differ in which they read', () => {
    const { approvals } = open();
    const text = JSON.stringify(approvals.sign(testTerms()));
    const twice = text.replace('"amount":', '"amount":"999","amount":');
    expect(JSON.parse(twice).amount).toBe('1500500000');
    expect(approvals.check(twice, NO_INVOICE).outcome).toBe('altered');
  });

  it('of a later version is not judged', () => {
    const { approvals } = open();
    const later = { ...approvals.sign(testTerms()), version: 2 };
    expect(approvals.check(JSON.stringify(later), NO_INVOICE).outcome).toBe('unknown-version');
  });

  it.each(['', 'null', '[]', '{}', '{"kind":"hopsight-payment"}', 'not JSON'])(
    'is not what %j is',
    (text) => {
      const { approvals } = open();
      expect(() => approvals.check(text, NO_INVOICE)).toThrow(InputError);
    },
  );

  it.each([
    { amount: '0' },
    { amount: '-5' },
    { amount: '1.5' },
    { issuedAt: '2026-11-22' },
    { invoiceDigest: 'INV-2026-17' },
    { address: '' },
  ])('is not signed with %j', (parts) => {
    const { approvals } = open();
    expect(() => approvals.sign(testTerms(parts))).toThrow(Bug);
  });
});

describe('the key of approvals', () => {
  it.each([
    ['approval.key', 0o640, 'chmod 600'],
    ['approval.key', 0o604, 'chmod 600'],
    ['', 0o750, 'chmod 700'],
    ['', 0o702, 'chmod 700'],
  ])('is refused where others may get at it: %j with %o', (name, mode, cure) => {
    const { approvals, folder } = open();
    approvals.sign(testTerms());
    chmodSync(join(folder, name), mode);
    expect(() => approvals.sign(testTerms())).toThrow(ConfigError);
    expect(() => approvals.sign(testTerms())).toThrow(cure);
    chmodSync(join(folder, name), name === '' ? 0o700 : 0o600);
    expect(approvals.sign(testTerms()).kind).toBe('hopsight-payment-approval');
  });

  it('is not checked for rights where the system has none', () => {
    const { approvals, folder } = open({ platform: 'win32' });
    approvals.sign(testTerms());
    chmodSync(join(folder, 'approval.key'), 0o644);
    chmodSync(folder, 0o755);
    expect(approvals.sign(testTerms()).kind).toBe('hopsight-payment-approval');
  });

  it.each(['', 'rubbish', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
    'is never replaced because it cannot be read: %j',
    (text) => {
      const { approvals, folder } = open();
      approvals.sign(testTerms());
      writeFileSync(join(folder, 'approval.key'), text);
      expect(() => approvals.sign(testTerms())).toThrow(ConfigError);
      expect(readFileSync(join(folder, 'approval.key'), 'utf8')).toBe(text);
    },
  );

  it('is written by the first who writes it, and stays as it was for all others', () => {
    const { folder, approvals } = open();
    approvals.sign(testTerms());
    const file = join(folder, 'approval.key');
    const first = readFileSync(file, 'utf8');
    expect(writeOwnFile(file, 'of another process', 'new')).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(first);
    expect(readdirSync(folder)).toHaveLength(2);
    expect(writeOwnFile(join(folder, 'other'), 'text', 'new')).toBe(true);
    expect(rightsOf(join(folder, 'other'))).toBe(0o600);
  });

  it('is refused where its folder is a file', () => {
    const { folder } = open();
    writeFileSync(folder, '');
    expect(() => open({ folder }).approvals.sign(testTerms())).toThrow('approvals.keyFolder');
  });

  it('gets its public part back when that is missing', () => {
    const { approvals, folder } = open();
    const { keyId } = approvals.sign(testTerms());
    const before = approvals.listKeys();
    expect(readFileSync(join(folder, `${keyId}.json`), 'utf8')).not.toContain('PRIVATE');
    rmSync(join(folder, `${keyId}.json`));
    expect(approvals.listKeys()).toEqual([]);
    approvals.sign(testTerms());
    expect(approvals.listKeys()).toEqual(before);
  });

  it('is rotated: what was signed before still verifies, and nothing is signed by it any more', () => {
    const { approvals, folder, audited, wait } = open();
    const old = approvals.sign(testTerms());
    const oldPrivate = readFileSync(join(folder, 'approval.key'), 'utf8');
    // What a writer that was killed left.
    writeFileSync(join(folder, '.approval.key.0123456789abcdef'), oldPrivate, { mode: 0o600 });
    wait(HOUR_MS);
    const made = approvals.rotateKey(LOCAL_ACTOR);
    const fresh = approvals.sign(testTerms({ issuedAt: '2026-11-22T11:00:00Z' }));
    expect(fresh.keyId).toBe(made.keyId);
    expect(made.keyId).not.toBe(old.keyId);
    for (const signed of [old, fresh]) {
      expect(approvals.check(JSON.stringify(signed), NO_INVOICE).outcome).toBe('valid');
    }
    expect(approvals.listKeys()).toMatchObject([
      { keyId: made.keyId, madeAt: '2026-11-22T11:00:00Z', retiredAt: null },
      { keyId: old.keyId, madeAt: '2026-11-22T10:00:00Z', retiredAt: '2026-11-22T11:00:00Z' },
    ]);
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), 'utf8'), name).not.toContain(
        oldPrivate.split('\n')[1],
      );
    }
    expect(audited.at(-1)).toMatchObject({
      actor: { id: 'local' },
      action: 'approval-key-rotated',
      subjectId: made.keyId,
    });
  });

  it('that was rotated signs nothing of a later time', () => {
    const { approvals, folder, wait } = open();
    approvals.sign(testTerms());
    const thief = open();
    mkdirSync(thief.folder, { mode: 0o700 });
    const stolen = readFileSync(join(folder, 'approval.key'), 'utf8');
    writeFileSync(join(thief.folder, 'approval.key'), stolen, { mode: 0o600 });
    wait(HOUR_MS);
    approvals.rotateKey(LOCAL_ACTOR);
    wait(HOUR_MS);
    const forged = thief.approvals.sign(testTerms({ issuedAt: '2026-11-22T11:00:01Z' }));
    const told = approvals.check(JSON.stringify(forged), NO_INVOICE);
    expect(told).toMatchObject({ outcome: 'altered', approval: null });
    expect(told.sentence).toContain('in use no more');
  });

  it('is made, not rotated, where there is none yet', () => {
    const { approvals, audited } = open();
    const made = approvals.rotateKey(LOCAL_ACTOR);
    expect(approvals.listKeys()).toEqual([made]);
    expect(audited.map(({ action }) => action)).toEqual(['approval-key-made']);
    expect(approvals.sign(testTerms()).keyId).toBe(made.keyId);
  });

  it('is rotated by who may manage, and nobody else', () => {
    const { approvals } = open();
    const by = { ...LOCAL_ACTOR, permissions: permissionsOf('compliance') };
    expect(() => approvals.rotateKey(by)).toThrow(InputError);
    expect(approvals.listKeys()).toEqual([]);
  });
});

describe('public keys that were given to somebody', () => {
  it('check what was signed, without the folder', () => {
    const { approvals } = open();
    const text = JSON.stringify(approvals.sign(testTerms()));
    approvals.rotateKey(LOCAL_ACTOR);
    const exported = formatApprovalKeys(approvals.listKeys());
    expect(exported).not.toContain('PRIVATE');
    const keys = parseApprovalKeys(exported, 'keys.json');
    expect(checkApproval(text, { keys, invoice: null, nowMs: SIGNED_MS }).outcome).toBe('valid');
  });

  it('are refused under the id of another key', () => {
    const { approvals } = open();
    approvals.sign(testTerms());
    const other = open();
    other.approvals.sign(testTerms());
    const [mine] = approvals.listKeys();
    const swapped = other.approvals.listKeys().map((key) => ({ ...key, keyId: mine?.keyId ?? '' }));
    expect(() => parseApprovalKeys(formatApprovalKeys(swapped), 'keys.json')).toThrow(ConfigError);
    expect(() => parseApprovalKeys('{}', 'keys.json')).toThrow('hopsight keys export');
    expect(() => parseApprovalKeys('', 'keys.json')).toThrow(ConfigError);
  });
});
