import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closeAfterwards } from '../support/liveSources.js';
import { verify } from '../support/recordOf.js';

const opened = closeAfterwards();

/** Wallets of the recorded cases, the listed ones and those around them. */
const WALLETS = [
  '0x098b716b8aaf21512996dc57eb0615e2383e2f96',
  '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b',
  '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6',
  '0x9e1e41985048c07a68a67f632f82799baaf903b1',
  '0xe708f17240732bbfa1baa8513f66b665fbc7ce10',
  '0x63757fe32201b37d005b97812593fc6d228a5ed0',
  '0x4976a4a02f38326660d17bf34b431dc6e2eb2327',
  '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn',
];

it('every verdict on a recorded wallet comes out the same from its record', async () => {
  const app = opened.app({}, { profile: 'recorded' });
  for (const wallet of WALLETS) {
    for (const asOf of [null, '2022-04-20']) {
      const document = await app.screen(wallet, { asOf });
      expect(verify(app, document), `${wallet} ${asOf ?? ''}`).toMatchObject({
        outcome: 'verified',
      });
    }
  }
});

it('a verdict that this checkout printed is what its own digest says', () => {
  const { app } = opened.app({}, { profile: 'recorded' });
  for (const name of ['ronin-one-hop-2022-04-20', 'ronin-two-hops', 'wannacry-ransom']) {
    const file = join(import.meta.dirname, 'verdicts', `${name}.json`);
    const told = app.verify({ kind: 'document', text: readFileSync(file, 'utf8') });
    expect(told).toMatchObject({ outcome: 'not-rebuilt' });
    expect(told.sentence).toContain('The file is what its own digest says');
  }
});
