import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRedFlags } from '../../src/packageFiles.js';
import { ROOT } from './sourceFiles.js';

const { caution, flags } = readRedFlags();

/** Every country and territory by its English name, as the standard library knows them. */
const COUNTRIES: readonly string[] = (() => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => names.of(`${first}${second}`)))
    .flatMap((name) => (name === undefined ? [] : name.split(/ (?:&|and) | \(|\)/)))
    .filter((name) => name.length > 2);
})();

/** Peoples, tongues and what is said of where somebody comes from. */
const ORIGINS =
  /\b(DPRK|PRC|ROK|U\.?S\.?A?|Americans?|Asians?|Africans?|Europeans?|Arabs?|Afghans?|Bangladeshis?|Belarusians?|Brazilians?|Britons?|British|Canadians?|Chinese|Cubans?|Dutch|Egyptians?|English|Filipinos?|French|Germans?|Greeks?|Indians?|Indonesians?|Iranians?|Iraqis?|Israelis?|Italians?|Japanese|Koreans?|Malaysians?|Mexicans?|Nigerians?|Pakistanis?|Poles|Polish|Portuguese|Romanians?|Russians?|Serbs?|Serbians?|Spanish|Syrians?|Thai|Turkish|Ukrainians?|Venezuelans?|Vietnamese|nationality|nationals?|nationalities|ethnic\w*|races?|racial|citizens?|citizenship|natives?|foreign(?:ers?)?|immigrants?|migrants?|accents?|mother tongue|skin|religio\w+|born)\b/i;

function namesAnOrigin(sentence: string): boolean {
  return ORIGINS.test(sentence) || COUNTRIES.some((name) => sentence.includes(name));
}

describe('the list of red flags', () => {
  it('has for each where it can be read, on a page of the government that published it', () => {
    expect(flags.length).toBeGreaterThan(25);
    for (const { id, source } of flags) {
      const { protocol, host } = new URL(source.url);
      expect(protocol, id).toBe('https:');
      expect(['ofac.treasury.gov', 'www.ic3.gov'], id).toContain(host);
      expect(source.title, id).not.toBe('');
    }
  });

  it('names no nationality, no people and no country', () => {
    for (const { id, group, sentence } of flags) {
      expect(namesAnOrigin(`${group}. ${sentence}`), id).toBe(false);
    }
  });

  it('would be caught naming one', () => {
    for (const sentence of [
      'Their nationality is not what they say.',
      'Their pay goes on to Chinese banks.',
      'They went to school in Vietnam.',
      'They speak with an accent.',
    ]) {
      expect(namesAnOrigin(sentence), sentence).toBe(true);
    }
  });

  it('marks what was not checked in its source, and says before it what the marks and the list are not', () => {
    const reported = flags.filter(({ standing }) => standing === 'reported');
    expect(reported.length).toBeGreaterThan(0);
    for (const { sentence } of reported) expect(sentence).toMatch(/^Reported: /);
    const said = caution.join(' ');
    expect(said).toContain('None of these is a finding.');
    expect(said).toContain('Harm from profiling is real');
    expect(said).toContain('they change no decision and no payment');
  });

  it('has every source on the page about the rules', () => {
    const page = readFileSync(join(ROOT, 'rules/README.md'), 'utf8');
    for (const { source } of flags) expect(page).toContain(source.url);
  });
});
