import { describe, expect, it } from 'vitest';
import type { AssetId } from '../../../src/core/asset.js';
import type { Exposure } from '../../../src/core/exposure.js';
import type { ScreeningDocument } from '../../../src/report/document.js';
import { paintNothing } from '../../../src/report/lines.js';
import { formatScreeningText } from '../../../src/report/text.js';
import { ETH } from '../../support/world.js';
import { exposure, sampleDocument, sampleVerdict, USDC } from './sampleDocument.js';

function print(document: ScreeningDocument): string {
  return formatScreeningText(document, { zone: 'UTC', paint: paintNothing, width: 100 });
}

const ETHER = 10n ** 18n;

describe('the paths of a report', () => {
  it('shows paths from account to account, addresses whole, and says where an id is missing', () => {
    expect(print(sampleDocument(sampleVerdict('hold')))).toContain(
      [
        'Paths',
        '  [0] Lazarus Group (stolen-funds): incoming, indirect, 2 hops',
        '    0x098b716b8aaf21512996dc57eb0615e2383e2f96  Lazarus Group',
        '      ↓ 2.50 ETH  2022-04-14 02:25 UTC',
        `        tx 0x${'ab'.repeat(32)}`,
        '    0x2222222222222222222222222222222222222222',
        '      ↓ 2.00 ETH  2022-04-14 02:26 UTC',
        '        transaction id not recorded',
        '    0x1111111111111111111111111111111111111111  this wallet',
        '    At most 0.45 ETH can have come this way.',
        '',
      ].join('\n'),
    );
  });

  it('shows up to four paths, and how much can have come each way', () => {
    const [path] = exposure.paths;
    if (path === undefined) throw new Error('the sample has a path');
    const paths = [4n, 3n, 2n, 1n].map((part) => ({ ...path, carried: part * ETHER }));
    const text = print(
      sampleDocument(sampleVerdict('hold', { exposures: [{ ...exposure, paths }] })),
    );
    for (const [at, carried] of ['4.00', '3.00', '2.00', '1.00'].entries()) {
      expect(text).toContain(`2 hops, path ${at + 1} of 4\n`);
      expect(text).toContain(`    At most ${carried} ETH can have come this way.\n`);
    }
    const sent: Exposure = { ...exposure, direction: 'outgoing' };
    expect(print(sampleDocument(sampleVerdict('hold', { exposures: [sent] })))).toContain(
      'At most 0.45 ETH can have gone this way.',
    );
  });

  it('says where on a path one asset became another', () => {
    const [path] = exposure.paths;
    const [first, last] = path?.hops ?? [];
    if (path === undefined || first === undefined || last === undefined) throw new Error('no path');
    const changed = {
      carried: 5n,
      carriedAsset: USDC,
      hops: [first, { ...last, asset: USDC, amount: 7_000_000n }],
    };
    const text = print(
      sampleDocument(sampleVerdict('hold', { exposures: [{ ...exposure, paths: [changed] }] })),
    );
    expect(text).toContain(
      [
        '    0x2222222222222222222222222222222222222222',
        '      here ETH was changed into USDC',
        '      ↓ 7.00 USDC  2022-04-14 02:26 UTC',
        '',
      ].join('\n'),
    );
    // What arrived was USDC.
    expect(text).toContain('At most 0.000005 USDC can have come this way.');
    const same = print(sampleDocument(sampleVerdict('hold')));
    expect(same).not.toContain('was changed into');
  });

  it('measures an outgoing path in what the wallet gave, whatever reached the next account', () => {
    const [path] = exposure.paths;
    const [amount] = exposure.amounts;
    if (path === undefined || amount === undefined) throw new Error('no path');
    const hops = path.hops.map((hop) => ({ ...hop, asset: USDC }));
    const sent: Exposure = {
      ...exposure,
      direction: 'outgoing',
      amounts: [amount, { ...amount, asset: USDC }],
    };
    const shown = (carriedAsset: AssetId) =>
      print(
        sampleDocument(
          sampleVerdict('hold', {
            exposures: [{ ...sent, paths: [{ ...path, hops, carriedAsset }] }],
          }),
        ),
      );
    const ether = shown(ETH);
    expect(ether).toContain('  Lazarus Group\n    At most 0.45 ETH can have gone this way.\n');
    expect(ether).toContain('  this wallet\n      here ETH was changed into USDC\n');
    const tokens = shown(USDC);
    expect(tokens).toContain(' USDC can have gone this way.');
    expect(tokens).not.toContain('was changed into');
  });
});
