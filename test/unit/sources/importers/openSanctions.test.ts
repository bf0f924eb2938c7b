import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AbortedError, DecodeError } from '../../../../src/core/errors.js';
import { readOpenSanctions } from '../../../../src/sources/labels/importers/openSanctions.js';

const KEY = '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw';

function entity(schema: string, id: string, properties: Record<string, unknown>, rest = {}) {
  return { id, schema, caption: id, datasets: ['us_ofac_sdn'], properties, ...rest };
}

function wallet(properties: Record<string, unknown> = {}, rest = {}) {
  return entity(
    'CryptoWallet',
    'wallet-1',
    {
      publicKey: [KEY],
      currency: ['XBT'],
      holder: ['holder-1'],
      topics: ['sanction'],
      ...properties,
    },
    rest,
  );
}

function holder(name: string) {
  return entity('Organization', 'holder-1', { name: [name] }, { caption: name });
}

function read(...lines: readonly unknown[]) {
  return readText(lines.map((line) => JSON.stringify(line)).join('\n'));
}

function readText(text: string) {
  const { signal } = new AbortController();
  return readOpenSanctions(() => Readable.from([Buffer.from(text)]), { set: 'os', signal });
}

describe('the wallets of an OpenSanctions export', () => {
  it('are claims about the holder, wherever in the file the holder stands', async () => {
    const expected = [
      {
        account: `bip122:000000000019d6689c085ae165831e93:${KEY}`,
        entity: 'Lazarus Group',
        actor: 'lazarus',
        category: 'sanctioned',
        authority: 'list',
        set: 'os',
      },
    ];
    expect((await read(wallet(), holder('Lazarus Group'))).rows).toMatchObject(expected);
    expect((await read(holder('Lazarus Group'), wallet())).rows).toMatchObject(expected);
  });

  it('are one claim for each of a wallet’s keys', async () => {
    const keys = [KEY, '0x098B716B8Aaf21512996dC57EB0615e2383E2f96'];
    const { rows } = await read(wallet({ publicKey: keys, currency: ['XBT', 'ETH'] }));
    expect(rows.map(({ account }) => account.split(':')[0])).toEqual(['bip122', 'eip155']);
  });

  it.each([
    ['us_ofac_sdn', 'list'],
    ['jp_mof_sanctions', 'list'],
    ['eu_fsf', 'list'],
    ['us_fbi_lazarus_crypto', 'government'],
    ['il_mod_crypto', 'government'],
    ['ransomwhere', 'researcher'],
    ['some_sdn_copy', 'researcher'],
  ])(
    'of %s have the authority %s: only a state’s list may be called one',
    async (set, authority) => {
      expect((await read(wallet({}, { datasets: [set] }))).rows[0]).toMatchObject({ authority });
    },
  );

  it('of the FBI’s list are Lazarus’s without a holder; a programme for North Korea names no group', async () => {
    const fbi = await read(wallet({ holder: [] }, { datasets: ['us_fbi_lazarus_crypto'] }));
    expect(fbi.rows[0]?.actor).toBe('lazarus');
    const program = { entity: ['holder-1'], programId: ['US-DPRK3'] };
    const listed = await read(wallet(), holder('A Bank'), entity('Sanction', 's', program));
    expect(listed.rows[0]?.actor).toBe('dprk-other');
    expect((await read(wallet(), holder('A Bank'))).rows[0]?.actor).toBeNull();
  });

  it('keep the two dates apart: when the holder was listed and when the wallet was', async () => {
    const { rows } = await read(
      wallet(),
      holder('A Bank'),
      entity('Sanction', 's1', { entity: ['holder-1'], startDate: ['2017-09-26'] }),
      entity('Sanction', 's2', { entity: ['wallet-1'], listingDate: ['2025-11-04'] }),
    );
    expect(rows[0]).toMatchObject({
      entityListedOn: '2017-09-26',
      listedOn: '2025-11-04',
      delistedOn: null,
    });
    expect((await read(wallet())).rows[0]).toMatchObject({ entityListedOn: null, listedOn: null });
  });

  it('are delisted once every order on the wallet has ended, not while one stands', async () => {
    const lifted = entity('Sanction', 's1', {
      entity: ['wallet-1'],
      startDate: ['2021-01-05'],
      endDate: ['2022-01-01'],
    });
    const standing = entity('Sanction', 's2', { entity: ['wallet-1'], startDate: ['2023-02-01'] });
    expect((await read(wallet(), lifted)).rows[0]?.delistedOn).toBe('2022-01-01');
    expect((await read(wallet(), lifted, standing)).rows[0]?.delistedOn).toBeNull();
    const ofHolder = { ...standing, properties: { entity: ['holder-1'] } };
    expect(
      (await read(wallet(), holder('A Bank'), lifted, ofHolder)).rows[0]?.delistedOn,
    ).toBeNull();
    const unclear = { ...lifted, properties: { ...lifted.properties, endDate: ['soon'] } };
    expect((await read(wallet(), unclear)).rows[0]?.delistedOn).toBeNull();
  });

  it('are delisted with their holder, whose every order has ended', async () => {
    const properties = { entity: ['holder-1'], endDate: ['2025-03-21'] };
    const lines = [wallet(), holder('A Mixer'), entity('Sanction', 's1', properties)];
    expect((await read(...lines)).rows[0]?.delistedOn).toBe('2025-03-21');
  });

  it('are sanctioned where a state lists them, whatever their topics leave unsaid', async () => {
    expect((await read(wallet({ topics: [] }))).rows[0]).toMatchObject({
      category: 'sanctioned',
      authority: 'list',
      use: 'exposure',
    });
  });

  it('are DPRK-linked by the programme of any holder, in either spelling', async () => {
    const program = { entity: ['holder-1'], program: ['DPRK3'] };
    const lines = [holder('A Bank'), entity('Sanction', 's', program)];
    const { rows } = await read(wallet({ holder: ['not-here', 'holder-1'] }), ...lines);
    expect(rows[0]).toMatchObject({ entity: 'A Bank', actor: 'dprk-other' });
  });

  it('are read no further once the reading is ended', async () => {
    const stop = new AbortController();
    stop.abort();
    const open = () => Readable.from([Buffer.from(JSON.stringify(wallet()))]);
    await expect(readOpenSanctions(open, { set: 'os', signal: stop.signal })).rejects.toThrow(
      AbortedError,
    );
  });

  it('are left out, and told, where the key is none or the topics say no risk', async () => {
    const bad = await read(wallet({ publicKey: ['not a key'] }));
    expect(bad).toMatchObject({ rows: [], leftOut: [{ where: 'wallet-1' }] });
    const plain = await read(wallet({ topics: ['role.pep'] }, { datasets: ['ransomwhere'] }));
    expect(plain).toMatchObject({ rows: [], leftOut: [{ where: 'wallet-1' }] });
    const none = await read(wallet({ publicKey: [] }));
    expect(none).toMatchObject({ rows: [], leftOut: [{ problem: 'It has no address.' }] });
  });

  it('cite the page of the wallet, and never a link that a person could not open safely', async () => {
    const { rows } = await read(
      wallet({ sourceUrl: ['javascript:alert(1)', 'https://example.org/list'] }),
    );
    expect(rows[0]?.source).toMatch(/^https:\/\/www\.opensanctions\.org\/entities\/wallet-1\/ /);
    expect(rows[0]?.source).toContain('https://example.org/list');
    expect(rows[0]?.source).not.toContain('javascript');
  });

  it.each([
    ['broke off', `${JSON.stringify(wallet())}\n{"id": "x", "sch`],
    ['is a page', '<!doctype html><title>Sorry</title>'],
    ['is empty', '\n\n'],
    ['holds other objects', '{"name": "x"}'],
  ])('are refused whole where the file %s', async (_, text) => {
    await expect(readText(text)).rejects.toThrow(DecodeError);
  });

  it.each([1, 2])('are not had where the file fails in reading %i of it', async (failing) => {
    let readings = 0;
    const line = `${JSON.stringify(wallet())}\n`;
    const open = () => {
      readings += 1;
      return readings === failing ? Readable.from(brokenOff(line)) : Readable.from([line]);
    };
    const { signal } = new AbortController();
    await expect(readOpenSanctions(open, { set: 'os', signal })).rejects.toThrow('gone');
    expect(readings).toBe(failing);
  });
});

async function* brokenOff(line: string) {
  yield line;
  throw new Error('gone');
}
