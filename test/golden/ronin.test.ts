import { afterEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../support/openTestApp.js';

const opened: TestApp[] = [];
const open = (...args: Parameters<typeof openTestApp>) => {
  const app = openTestApp(...args);
  opened.push(app);
  return app;
};
afterEach(() => {
  for (const app of opened.splice(0)) app.close();
});

describe('the Ronin case, from recorded data', () => {
  it('holds a wallet one hop from the exploiter by a traced path, before it had a label of its own', async () => {
    const { screen } = open({}, { profile: 'recorded' });
    const document = await screen('0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6', {
      asOf: '2022-04-20',
    });
    console.log(JSON.stringify(document, null, 1));
  });
});
