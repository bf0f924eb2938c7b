import { describe, expect, it } from 'vitest';
import { addressOfScript } from '../../../src/chains/bitcoin/script.js';

describe('an output script of Bitcoin', () => {
  // As explorers print them for transactions of 2023.
  it.each([
    ['76a9149d32ef812385f3811634e0c0117dd153a5de10a488ac', '1FLC7Bag7okAkKPCyZbgZZg3Hh1EuGZ5Rd'],
    ['a91419f0b86f61606c6eb51b217698ca7e8bff1e398b87', '344BBtYkhaCXgA7oYSXASUfh4bFieiponG'],
    ['0014fd6d15ff832c12f1ff04a5ccd5039f7227b260bd', 'bc1ql4k3tlur9sf0rlcy5hxd2qulwgnmyc9akehvth'],
    [
      '0020a9530a167fcada672c142ee636dcd171796e69ef8e37aa1f77f35c58edd7a357',
      'bc1q49fs59nletdxwtq59mnrdhx3w9uku6003cm658mh7dw93mwh5dts2w2kht',
    ],
    [
      '512071212ded0ff4c9b1b0c505d8012772e2dbe98a3cae7168377b950fb6b866a849',
      'bc1pwysjmmg07nymrvx9qhvqzfmjutd7nz3u4ecksdmmj58mdwrx4pysq6m68g',
    ],
  ])('%s has its address', (script, address) => {
    expect(addressOfScript(script)).toBe(address);
    expect(addressOfScript(script.toUpperCase())).toBe(address);
  });

  it('has an address also when its taproot key lies on no curve, as explorers print it', () => {
    expect(addressOfScript(`5120${'ff'.repeat(32)}`)).toMatch(/^bc1p/);
  });

  it.each([
    ['data', '6a5d0614c0a2331441'],
    ['a bare public key', '210261542eb020b36c1da48e2e607b90a8c1f2ccdbd06eaf5fb4bb0d7cc34293d32aac'],
    ['bare multisig', `5121${'02'.repeat(33)}51ae`],
    ['an anchor', '51024e73'],
    ['version 1 with 20 bytes', '5114d71c6c3ea7ba7e6ee477a0bfd82c20c78997882c'],
    ['version 2', `5220${'11'.repeat(32)}`],
    ['nothing', ''],
    ['no script at all', 'not hexadecimal'],
  ])('has none when it holds %s', (_, script) => {
    expect(addressOfScript(script)).toBeNull();
  });
});
