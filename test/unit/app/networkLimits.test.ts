import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../src/app/network.js';
import { openTestApp } from '../../support/openTestApp.js';

function limitsWith(parts: object) {
  const { app, close } = openTestApp({ chains: {}, labels: { builtIn: false }, ...parts });
  const limits = limitsOf(app.config, {});
  close();
  return limits;
}

describe('what is allowed at the host of rates', () => {
  const rates = { source: 'ecb', url: 'https://rates.test/service', requestsPerSecond: 0.5 };

  it('is what the configuration says, where its rates are needed', () => {
    expect(limitsWith({ currency: 'EUR', rates })).toEqual({
      'rates.test': { requestsPerSecond: 0.5, requestsPerDay: null, keyDigest: '' },
    });
    expect(limitsWith({ currency: 'USD', rates })).toEqual({});
    expect(limitsWith({ currency: 'EUR', rates: { source: 'none' } })).toEqual({});
  });

  it('is the stricter of two where prices come from it too', () => {
    const prices = {
      source: 'defillama',
      url: 'https://rates.test/prices',
      requestsPerSecond: 0.2,
    };
    expect(limitsWith({ currency: 'EUR', rates, prices })['rates.test']).toMatchObject({
      requestsPerSecond: 0.2,
    });
  });
});
