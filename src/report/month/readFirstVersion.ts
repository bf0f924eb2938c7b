import {
  fieldsOf,
  isObject,
  listOf,
  orNull,
  type ReadJson,
  readCount,
  readText,
} from '../../core/jsonFields.js';

/**
 * The JSON of a summary of version 1 in the shape of the present one: what it does not tell is null. Months
 * were signed and kept in it. Edge: anything else comes back as it is.
 *
 * @throws {DecodeError} where its coverage is none.
 */
export function withoutFirstVersion(value: unknown): unknown {
  if (!isObject(value) || value.schemaVersion !== 1) return value;
  return {
    trend: null,
    ...value,
    payments: withMembers(value.payments, () => ({ checkDecision: null, letPass: null })),
    exposures: withMembers(value.exposures, () => ({ listedBetween: null })),
    changes: withMembers(value.changes, ({ what }) => ({
      kind: what === 'coverage' ? 'share' : 'words',
    })),
    coverage: toCoverage(value.coverage),
  };
}

function withMembers(
  list: unknown,
  membersOf: (element: Readonly<Record<string, unknown>>) => object,
): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((one: unknown) => (isObject(one) ? { ...membersOf(one), ...one } : one));
}

interface FirstCoverage {
  readonly wallets: number;
  readonly screened: number;
  readonly share: string | null;
  readonly unscreenedWalletIds: readonly string[];
}

const readCoverage: ReadJson<FirstCoverage> = fieldsOf<FirstCoverage>({
  wallets: readCount,
  screened: readCount,
  share: orNull(readText),
  unscreenedWalletIds: listOf(readText),
});

function toCoverage(value: unknown): object {
  const { unscreenedWalletIds, ...rest } = readCoverage(value, 'coverage');
  const unscreened = unscreenedWalletIds.map((id) => ({
    ...{ payeeId: null, reference: null, walletIds: [id] },
  }));
  return { paid: null, roster: { ...rest, screeningIds: [], unscreened } };
}
