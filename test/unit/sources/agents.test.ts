import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { createAgents } from '../../../src/sources/agents.js';
import { TEST_CA_FILE } from '../../support/testCertificates.js';

const ca = readFileSync(TEST_CA_FILE, 'utf8');
const proxy = new URL('http://proxy.test:3128');
const host = new URL('https://api.test');

test.each([
  { way: 'straight', proxyOf: () => null },
  { way: 'through a proxy', proxyOf: () => proxy },
])("certificates of one's own are trusted besides those that Node brings, $way", ({ proxyOf }) => {
  const agents = createAgents({ proxyOf, trusted: [ca] });
  const { httpsAgent } = agents.agentsFor(host);
  expect(httpsAgent).toHaveProperty('options.ca', [...rootCertificates, ca]);
  expect(agents.agentsFor(host).httpsAgent).toBe(httpsAgent);
  agents.close();
});

test('without proxy and certificates every way is that of Node', () => {
  const agents = createAgents({ proxyOf: () => null, trusted: [] });
  expect(agents.agentsFor(host)).toEqual({});
  expect(agents.agentsFor(new URL('http://api.test'))).toEqual({});
});
