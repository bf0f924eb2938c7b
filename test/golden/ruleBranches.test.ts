import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Decision, Finding, Severity } from '../../src/core/verdict.js';
import { SEVERITIES } from '../../src/core/verdict.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { openTestApp } from '../support/openTestApp.js';
import {
  evm,
  formatLabels,
  PAYEE,
  type RuleWallet,
  screenWallet,
  usdc,
} from '../support/ruleWallets.js';
import { BEHAVIOUR_WALLETS } from '../support/ruleWalletsBehaviour.js';
import { DIRECT_WALLETS } from '../support/ruleWalletsDirect.js';
import { INDIRECT_WALLETS } from '../support/ruleWalletsIndirect.js';
import {
  type FiringWallet,
  type LeafWallets,
  leavesOf,
  type RuleLeaf,
  splitRules,
} from '../support/ruleWalletsLeaves.js';
import { SIGNAL_WALLETS } from '../support/ruleWalletsSignals.js';

const rulesText = readFileSync(new URL('../../rules/default.json', import.meta.url), 'utf8');
const leaves = leavesOf(rulesText);

/** The leaf that a live source alone reaches: what a recorded file holds is never said to be busy. */
const LIVE_LEAF = 'busy/1';
/** The leaf that no label table reaches; `vouches.test.ts` has its cases. */
const VOUCH_LEAF = 'vouched/1';
const reachedElsewhere = (id: string) => id === LIVE_LEAF || id === VOUCH_LEAF;

const wallets: Readonly<Record<string, LeafWallets>> = {
  ...DIRECT_WALLETS,
  ...INDIRECT_WALLETS,
  ...SIGNAL_WALLETS,
  ...BEHAVIOUR_WALLETS,
  [LIVE_LEAF]: {},
  [VOUCH_LEAF]: {},
};

const folder = mkdtempSync(join(tmpdir(), 'hopsight-leaves-'));
const rulesFile = join(folder, 'leaves.json');
writeFileSync(rulesFile, splitRules(rulesText));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const screen = (wallet: RuleWallet) => screenWallet(wallet, rulesFile);
const findingOf = (document: ScreeningDocument, ruleId: string): Finding | undefined =>
  document.findings.find((finding) => finding.ruleId === ruleId);

const NOT_COMPUTED = 'was not computed';

/** A rule fires exactly when one of its leaves does, as heavily as the heaviest of them. */
function expectRulesToFollowLeaves(document: ScreeningDocument): void {
  const told = (ruleIds: readonly string[]) =>
    heaviest(ruleIds.flatMap((id) => findingOf(document, id)?.severity ?? []));
  for (const { ruleId } of leaves) {
    const ofRule = leaves.filter((leaf) => leaf.ruleId === ruleId);
    expect(told([ruleId]), ruleId).toBe(told(ofRule.map((leaf) => leaf.leafRuleId)));
  }
}

function heaviest(severities: readonly Severity[]): Severity | null {
  return SEVERITIES.findLast((severity) => severities.includes(severity)) ?? null;
}

/** The decision of a screening that saw everything: what its heaviest finding says. */
function decisionOf(document: ScreeningDocument): Decision {
  const severity = heaviest(document.findings.map((finding) => finding.severity));
  return severity === 'hold' || severity === 'review' ? severity : 'proceed';
}

function expectSeenWhole(document: ScreeningDocument): void {
  expect(document.gaps).toEqual([]);
  expect(document.complete).toBe(true);
  expect(document.decision).toBe(decisionOf(document));
}

/** The finding points at exposures to the marked accounts, with the way there as its evidence. */
function expectShown(document: ScreeningDocument, finding: Finding, wallet: FiringWallet): void {
  const { shows } = wallet;
  if (shows === null) {
    expect(finding.exposures).toEqual([]);
    return;
  }
  const marked = wallet.labels.map((label) => label.account);
  const subject = wallet.subject ?? PAYEE;
  expect(finding.exposures.length).toBeGreaterThan(0);
  for (const at of finding.exposures) {
    const exposure = document.exposures[at];
    expect(exposure).toMatchObject({
      account: subject,
      kind: shows.kind,
      direction: shows.direction,
      minHops: shows.hops,
    });
    expect(marked).toContain(exposure?.label.account);
    const ends = exposure?.paths.map(({ hops }) => [
      hops.at(0)?.from,
      hops.at(-1)?.to,
      hops.length,
    ]);
    const way =
      shows.direction === 'incoming'
        ? [exposure?.label.account, subject]
        : [subject, exposure?.label.account];
    if (shows.kind === 'ownership' || isEmpty(exposure)) expect(ends).toEqual([]);
    else expect(ends?.[0]).toEqual([...way, shows.hops]);
  }
}

/** Contact by a transfer of nothing: there is no value whose way could be shown. */
function isEmpty(exposure: ScreeningDocument['exposures'][number] | undefined): boolean {
  return exposure?.amounts.length === 0;
}

describe('the wallets of this test', () => {
  it('stand beside every leaf of every rule of the default policy, and beside no other', () => {
    expect(Object.keys(wallets).sort()).toEqual(leaves.map((leaf) => leaf.id).sort());
  });

  it('reach every leaf and just miss it', () => {
    for (const [id, { fires = {}, misses = {} }] of Object.entries(wallets)) {
      if (reachedElsewhere(id)) continue;
      expect(Object.keys(fires), id).not.toEqual([]);
      expect(Object.keys(misses), id).not.toEqual([]);
    }
  });
});

describe.each(leaves.filter((leaf) => !reachedElsewhere(leaf.id)))('$id', (leaf) => {
  const { fires = {}, misses = {} } = wallets[leaf.id] ?? {};

  it.each(Object.entries(fires))(`fires as ${leaf.severity} when %s`, async (_, wallet) => {
    const document = await screen(wallet);
    const finding = findingOf(document, leaf.leafRuleId);
    expect(finding?.severity).toBe(leaf.severity);
    expect(finding?.sentence).not.toContain(NOT_COMPUTED);
    expect(findingOf(document, leaf.ruleId)?.severity).toBe(leaf.severity);
    if (finding !== undefined) expectShown(document, finding, wallet);
    expectRulesToFollowLeaves(document);
    expectSeenWhole(document);
  });

  it.each(Object.entries(misses))('stays silent when %s', async (_, wallet) => {
    const document = await screen(wallet);
    expect(findingOf(document, leaf.leafRuleId)).toBeUndefined();
    expectRulesToFollowLeaves(document);
    if (wallet.uncovered === undefined) expectSeenWhole(document);
  });
});

describe(LIVE_LEAF, () => {
  const screenWithPayers = async (payers: number, leaf: RuleLeaf | undefined) => {
    const facts = [...Array(payers).keys()].map((at) =>
      usdc(evm(`payer ${at}`), PAYEE, '50', 10 + at / 100),
    );
    const explorer = await startLoopbackExplorer({ facts });
    const sources = [{ kind: 'explorer', url: explorer.url, requestsPerSecond: 1000 }];
    const config = { policy: { maxRequests: 5 } };
    const test = openTestApp(
      { chains: { ethereum: { sources } }, labels: { builtIn: false }, ...config },
      { rulesFile },
    );
    try {
      await test.app.importLabels({
        file: test.write('labels.csv', formatLabels([])),
        set: 'test',
      });
      const document = await test.screen(PAYEE.split(':')[2] ?? '');
      return findingOf(document, leaf?.leafRuleId ?? '')?.severity;
    } finally {
      test.close();
      await explorer.close();
    }
  };
  const leaf = leaves.find(({ id }) => id === LIVE_LEAF);

  it('fires as review when a live source shows 300 different payers', async () => {
    expect(await screenWithPayers(300, leaf)).toBe('review');
  });

  it('stays silent when there are 299', async () => {
    expect(await screenWithPayers(299, leaf)).toBeUndefined();
  });
});
