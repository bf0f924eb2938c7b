import { expect, it } from 'vitest';
import { accountWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount } from '../../support/world.js';

const [SUBJECT, LISTED, HELPER] = [1, 2, 3].map(evmAccount);

it('finds a listed account that an accomplice pays the same in one transaction', () => {
  if (SUBJECT === undefined || LISTED === undefined || HELPER === undefined) throw new Error();
  const given = { ...ether(HELPER, LISTED, 100n, 5), index: '0_1' };
  const paid = { ...ether(LISTED, SUBJECT, 100n, 5), index: '0_2' };
  const { exposures } = accountWorld({
    subject: SUBJECT,
    facts: [given, paid],
    claims: [claim(LISTED)],
  });
  expect(exposures).toMatchObject([
    { direction: 'incoming', kind: 'direct', amounts: [{ haircut: 100n }] },
  ]);
});
