import { describe, expect, it } from 'vitest';
import { createProgressLine, describeScreening } from '../../../src/cli/progress.js';
import { openTestTerminal } from './testTerminal.js';

const seen = {
  requests: 12,
  accountsSeen: 5,
  shareExplained: '0.930000',
  msLeft: 103_200,
  activity: 'tracing on ethereum',
  leftAlone: [],
};

describe('progress', () => {
  it('is one line in place on a terminal, cut to its width, and leaves nothing behind', () => {
    const { terminal, err, wait } = openTestTerminal({ isTty: true });
    const line = createProgressLine(terminal, describeScreening);
    line.show(seen);
    wait(200);
    line.show({ ...seen, requests: 13, activity: 'x'.repeat(200) });
    line.clear();
    const updates = err().split('\r\u001b[2K');
    expect(updates[1]).toBe('hopsight: 12 requests, 5 accounts, 93 % explained, 104 s le');
    expect(updates[2]?.length).toBe(59);
    expect(updates.at(-1)).toBe('');
    expect(err()).not.toContain('\n');
  });

  it('says first which hosts are left alone, and for how long', () => {
    const { terminal, err } = openTestTerminal({ isTty: true });
    const leftAlone = [{ host: 'api.test', msLeft: 26_100 }];
    createProgressLine(terminal, describeScreening).show({ ...seen, leftAlone });
    expect(err()).toContain('hopsight: api.test is not answering, left alone for 27 s, 1');
  });

  it('does not flicker: updates close to each other are one', () => {
    const { terminal, err, wait } = openTestTerminal({ isTty: true });
    const line = createProgressLine(terminal, describeScreening);
    for (let n = 0; n < 10; n += 1) {
      line.show(seen);
      wait(9);
    }
    expect(err().split('\r').length - 1).toBe(1);
  });

  it('is at most a line in five seconds in a log, without control characters', () => {
    const { terminal, err, wait } = openTestTerminal();
    const line = createProgressLine(terminal, describeScreening);
    for (let n = 0; n < 12; n += 1) {
      line.show({ ...seen, activity: 'evil\u001b[2J' });
      wait(1_000);
    }
    line.clear();
    expect(err().match(/\n/g)?.length).toBe(2);
    expect(err()).not.toContain('\u001b');
    expect(err()).toContain('evil\\u{1b}[2J');
  });

  it('says nothing in a log when the work is quick', () => {
    const { terminal, err } = openTestTerminal();
    const line = createProgressLine(terminal, describeScreening);
    line.show(seen);
    line.clear();
    expect(err()).toBe('');
  });
});
