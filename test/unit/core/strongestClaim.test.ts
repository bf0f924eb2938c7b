import { expect, it } from 'vitest';
import { accountWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const LISTED = evmAccount(2);
const DELISTED = evmAccount(3);
const KRAKEN = evmAccount(4);

it.each([
  { first: LISTED, second: DELISTED },
  { first: DELISTED, second: LISTED },
])('a withdrawn claim about one account of an entity hides no listing of another', (order) => {
  const { exposures } = accountWorld({
    subject: SUBJECT,
    claims: [
      claim(LISTED),
      claim(DELISTED, { delistedOn: '2022-01-01' }),
      exchange(KRAKEN, 'Kraken'),
    ],
    facts: [
      ether(KRAKEN, SUBJECT, 1_000n, 1),
      ether(order.first, SUBJECT, 500n, 2),
      ether(order.second, SUBJECT, 500n, 3),
    ],
  });
  expect(exposures).toMatchObject([{ kind: 'direct', attribution: { delistedOn: null } }]);
});
