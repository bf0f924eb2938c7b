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
  const others = unlike === undefined ? null : groupsOf(unlike);
  return (
    <span class="code grouped">
      {groupsOf(address).map((group, at) =>
        others === null || others[at] === group ? (
          <span key={at}>{group}</span>
        ) : (
          <strong key={at}>{group}</strong>
        ),
      )}
    </span>
  );
}

/** An address in groups of four; what all addresses of Ethereum begin with is a group of its own. */
function groupsOf(address: string): readonly string[] {
  const start = /^0x/i.test(address) ? 2 : 0;
  const groups = start === 0 ? [] : [address.slice(0, start)];
  for (let at = start; at < address.length; at += GROUP) groups.push(address.slice(at, at + GROUP));
  return groups;
}
