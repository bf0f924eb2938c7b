import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/core/verdict.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { tellGaps } from '../../../src/report/gapWords.js';
import type { Viewer } from '../../../src/service/pages/layout.js';
import { renderPage } from '../../../src/service/pages/renderPage.js';
import { ScreeningPage } from '../../../src/service/pages/screeningPage.js';
import { sampleDocument, sampleVerdict, subject } from '../report/sampleDocument.js';

const VIEWER: Viewer = {
  actor: {
    kind: 'person',
    id: 'u1',
    personId: 'u1',
    name: 'Ada',
    role: 'finance',
    permissions: ['read', 'screen'],
  },
  csrfToken: 'token-of-the-session',
  mode: 'real',
};

const golden = (name: string): ScreeningDocument =>
  JSON.parse(readFileSync(new URL(`../../golden/verdicts/${name}.json`, import.meta.url), 'utf8'));

type View = Parameters<typeof ScreeningPage>[0]['view'];

function render(document: ScreeningDocument, changes: Partial<View> = {}): string {
  const view = {
    document,
    zone: 'UTC',
    viewer: VIEWER,
    standing: 'stands',
    previousId: null,
  } as const;
  return renderPage(ScreeningPage({ view: { ...view, ...changes } }));
}

/** What a person reads, without marks. */
function textOf(html: string): string {
  return html
    .replace(/<title>[^<]*<\/title>|<desc[^>]*>[^<]*<\/desc>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

const WORDS: Readonly<Record<Decision, string>> = {
  proceed: 'Proceed : the policy lets this payment go ahead',
  review: 'Review : do not pay yet; one named person has to look at it',
  hold: 'Hold : do not pay',
  incomplete: 'Incomplete : do not pay yet; not everything was seen',
};

const documents = [
  ...(['proceed', 'review', 'hold', 'incomplete'] as const).map((decision) => ({
    name: `a sample that is ${decision}`,
    document: sampleDocument(sampleVerdict(decision)),
  })),
  ...['ronin-one-hop-2022-04-20', 'ronin-two-hops', 'wannacry-ransom'].map((name) => ({
    name,
    document: golden(name),
  })),
];

describe.each(documents)('the page of $name', ({ document }) => {
  const html = render(document);
  const text = textOf(html);

  it('says the decision in words and by an icon, then the sentence and who does what', () => {
    const { decision, summary, nextStep } = document;
    expect(text).toContain(WORDS[decision]);
    expect(html).toMatch(new RegExp(`decision-${decision}[\\s\\S]{0,80}<svg class="icon"`));
    const order = [WORDS[decision], summary, `Next step, for ${nextStep.who}: ${nextStep.text}`];
    const places = order.map((part) => text.indexOf(part.replace(/\s+/g, ' ')));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('tells every gap with its cure before the picture', () => {
    const picture = text.indexOf('The picture');
    for (const { sentence, cure } of tellGaps(document)) {
      expect(text.slice(0, picture)).toContain(sentence);
      expect(text.slice(0, picture)).toContain(`Cure: ${cure}`);
    }
  });

  it('shows on its first page what an invoice needs', () => {
    const [first = ''] = html.split('class="after-first-page"');
    for (const part of [
      document.screeningId,
      document.ruleSet.id,
      'UTC',
      ...document.labelSnapshots.map(({ set }) => set),
      ...document.subjects.map(({ address }) => address),
    ]) {
      expect(textOf(first)).toContain(part);
    }
  });

  it('gives every hop its amount and its ids, and links only to pages of explorers', () => {
    for (const { hops } of document.exposures.flatMap(({ paths }) => paths)) {
      for (const { from, to, txId } of hops) {
        for (const part of [from, to]) expect(text).toContain(part.split(':')[2]);
        if (txId !== null) expect(html).toContain(`href="https://etherscan.io/tx/${txId}"`);
      }
    }
    for (const [link] of html.matchAll(/<a [^>]*href="https?:[^>]*>/g)) {
      expect(link).toContain('rel="noreferrer noopener"');
    }
  });

  it('has nothing inline, one first heading, and no level of heading left out', () => {
    expect(html).not.toMatch(/ style=|<style|<script(?! src="\/assets\/)| on[a-z]+=/);
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
  });
});

describe('the page of a screening', () => {
  const held = () => sampleDocument(sampleVerdict('hold'));

  it('shows hostile text harmlessly: no tag, no attribute, no order of letters comes of it', () => {
    const nasty = '"><script>alert(1)</script>\u202e\u200b\u0000';
    const document = held();
    const html = render({
      ...document,
      payeeReference: nasty,
      exposures: document.exposures.map((exposure) => ({
        ...exposure,
        entity: nasty,
        label: { ...exposure.label, source: `javascript:alert(1) ${nasty}` },
      })),
      signals: [{ kind: 'label-note', account: subject, sentence: nasty, label: null }],
    });
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('href="javascript');
    for (const character of ['\u202e', '\u200b', '\u0000']) expect(html).not.toContain(character);
    expect(html).toContain('\\u{202e}\\u{200b}\\u{0}');
  });

  it('warns where it may not be relied on any more, and not where it may', () => {
    expect(render(held())).not.toContain('Do not pay by this page');
    for (const standing of ['expired', 'past', 'touched', 'unknown'] as const) {
      expect(render(held(), { standing })).toContain('Do not pay by this page');
    }
  });

  it('of a rehearsal bears the banner, and nothing that would record anything', () => {
    const viewer = { ...VIEWER, mode: 'practice' } as const;
    const html = render(held(), { viewer, standing: null });
    expect(textOf(html)).toContain('Practice: nothing here is recorded.');
    expect(html).not.toContain('<form');
    expect(render(held())).not.toContain('nothing here is recorded');
  });

  it('lets only who may screen ask for another screening', () => {
    const actor =
      VIEWER.actor === null ? null : { ...VIEWER.actor, permissions: ['read'] as const };
    expect(render(held())).toContain('Screen again');
    expect(render(held(), { viewer: { ...VIEWER, actor } })).not.toContain('Screen again');
  });
});
