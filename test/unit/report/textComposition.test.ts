import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { paintNothing } from '../../../src/report/lines.js';
import { formatScreeningText } from '../../../src/report/text.js';
import { chainNamed } from '../../support/world.js';
import { ETH, sampleDocument, sampleVerdict, subject, USDC } from './sampleDocument.js';

function print(document: ScreeningDocument): string {
  return formatScreeningText(document, { zone: 'UTC', paint: paintNothing, width: 100 });
}

const arbitrum = chainNamed('arbitrum');

describe('where money came from and went in a report', () => {
  it('tells each account of several by itself, and each asset', () => {
    const other = createAccount(arbitrum.id, '0x1111111111111111111111111111111111111111');
    const row = { place: 'unseen', entity: null, reason: 'depth', usdMicros: 1n } as const;
    const incoming = [subject, other].flatMap((account) =>
      [ETH, USDC].map((asset) => ({ ...row, subject: account, asset, amount: 5n })),
    );
    const back = { amount: 0n, usdMicros: 0n };
    const returned = { haircut: back, fifo: back, most: back };
    const totals = incoming.map(({ asset, amount, subject: account, usdMicros }) => {
      return { subject: account, asset, amount, usdMicros, returned };
    });
    const side = { totals, recentTotals: [], dprk: null };
    const text = print(
      sampleDocument(
        sampleVerdict('proceed', {
          composition: { incoming, outgoing: [] },
          totals: { incoming: side, outgoing: { ...side, totals: [] } },
        }),
      ),
    );
    const [, page = ''] = text.split('Where the money came from (pro rata)\n');
    const [came = ''] = page.split('\n\n');
    expect(came.split('\n').filter((each) => !each.startsWith('    '))).toEqual([
      '  From DPRK-linked accounts: nothing of what was seen',
      ...['Ethereum', 'Arbitrum'].flatMap((chain) => [
        `  0x1111111111111111111111111111111111111111 on ${chain}:`,
        '  Received: 0.000000000000000005 ETH (USD 0.000001)',
        '  Received: 0.000005 USDC (USD 0.000001)',
        '  Of all assets in US dollars:',
        '  Of ETH:',
        '  Of USDC:',
      ]),
    ]);
    expect(came).toContain('    100 %  USD 0.000002  not seen: farther than was looked\n');
  });

  it('shows no origin as all of it beside another', () => {
    const rows = [
      { place: 'service', amount: 10n ** 18n },
      { place: 'unseen', amount: 1n },
    ] as const;
    const incoming = rows.map((row) => ({
      subject,
      asset: ETH,
      entity: null,
      reason: null,
      usdMicros: null,
      ...row,
    }));
    const composition = { incoming, outgoing: [] };
    const text = print(sampleDocument(sampleVerdict('proceed', { composition })));
    expect(text).toMatch(/>99\.9 % +1\.00 ETH +a service/);
    const alone = { incoming: incoming.slice(0, 1), outgoing: [] };
    expect(print(sampleDocument(sampleVerdict('proceed', { composition: alone })))).toMatch(
      / 100 % +1\.00 ETH +a service/,
    );
  });
});
