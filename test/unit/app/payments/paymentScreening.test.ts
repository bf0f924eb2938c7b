import { expect, it } from 'vitest';
import { screenHere } from '../../../../src/app/payments/paymentScreening.js';
import { AbortedError } from '../../../../src/core/errors.js';
import { ANN } from '../../../support/paymentWorld.js';
import { noDeadline } from '../../../support/sourceBench.js';

it('a wallet of many shares what they look up, and one alone is looked at as it is now', async () => {
  const asked: (string | undefined)[] = [];
  let ids = 0;
  const screening = screenHere({
    screen: async ({ urgency }) => {
      asked.push(urgency);
      throw new AbortedError('Nothing is asked here.');
    },
    findReusable: () => null,
    readDocument: () => null,
    isQueued: () => false,
    newId: () => {
      ids += 1;
      return `${ids}`;
    },
    offline: false,
    onProgress: () => undefined,
    signal: noDeadline(),
  });
  for (const [address, urgency] of [
    ['a', 'batch'],
    ['b', 'single'],
  ] as const) {
    const [screeningId = ''] = screening.submit([{ address, payeeReference: '' }], urgency, ANN);
    await screening.settled(screeningId, noDeadline());
  }
  expect(asked).toEqual(['batch', 'single']);
});
