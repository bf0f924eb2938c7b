import { describe, expect, it } from 'vitest';
import { verifyTextSignature } from '../../src/chains/textSignature.js';
import { RICH_ADDRESS, startEthereumNode } from '../support/anvilNode.js';
import { signByBcoin } from '../support/bcoinSigner.js';

const TEXTS = ['Hopsight asks: 7f2c', '', 'Grüße, 署名 🖋', 'two\nlines '];

describe('a text that bcoin signed', () => {
  it.each(['p2pkh', 'p2sh', 'p2wpkh'] as const)('is verified: %s', (kind) => {
    for (const message of TEXTS) {
      const { address, full, isSpent } = signByBcoin('a payee', kind, message);
      expect(isSpent).toBe(true);
      const signed = { family: 'utxo', address, message, signature: full } as const;
      expect(verifyTextSignature(signed)).toEqual({ kind: 'valid', method: 'BIP-322' });
      const other = { ...signed, message: `${message}.` };
      expect(verifyTextSignature(other).kind).toBe('invalid');
      const somebody = signByBcoin('somebody else', kind, message).address;
      expect(verifyTextSignature({ ...signed, address: somebody }).kind).toBe('invalid');
    }
  });
});

describe('a text that an Ethereum node signed', () => {
  it('is verified', async () => {
    const node = await startEthereumNode(1_700_000_000);
    try {
      for (const message of TEXTS) {
        const data = `0x${Buffer.from(message, 'utf8').toString('hex')}`;
        const signature = String(await node.request('personal_sign', [data, RICH_ADDRESS]));
        const signed = { family: 'evm', address: RICH_ADDRESS, message, signature } as const;
        expect(verifyTextSignature(signed)).toEqual({ kind: 'valid', method: 'EIP-191' });
        const other = { ...signed, message: `${message}.` };
        expect(verifyTextSignature(other).kind).toBe('invalid');
      }
    } finally {
      await node.stop();
    }
  });
});
