/** Signs in one group, as people compare them. */
const GROUP = 4;

/**
 * A whole address in groups of four, to be compared with another one by eye. Copied, it has no blanks.
 * Groups that another address has otherwise in the same place stand out.
 */
export function GroupedAddress({
  address,
  unlike,
}: {
  readonly address: string;
  /** The address that it is compared with; left out for none. */
  readonly unlike?: string;
}) {
  const others = unlike === undefined ? null : groupsOf(foldCase(unlike));
  return (
    <span class="code grouped">
      {groupsOf(address).map((group, at) =>
        others === null || others[at] === foldCase(group, address) ? (
          <span key={at}>{group}</span>
        ) : (
          <strong key={at}>{group}</strong>
        ),
      )}
    </span>
  );
}

/** Case is a checksum in an EVM address and tells none apart; in all others it does. */
function foldCase(text: string, address = text): string {
  return IS_EVM.test(address) ? text.toLowerCase() : text;
}

const IS_EVM = /^0x/i;

/** An address in groups of four; what all addresses of Ethereum begin with is a group of its own. */
function groupsOf(address: string): readonly string[] {
  const start = IS_EVM.test(address) ? 2 : 0;
  const groups = start === 0 ? [] : [address.slice(0, start)];
  for (let at = start; at < address.length; at += GROUP) groups.push(address.slice(at, at + GROUP));
  return groups;
}
