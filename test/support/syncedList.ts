import { type LoopbackServer, startFaultServer } from './faultServer.js';
import type { TestApp } from './openTestApp.js';

/** An invented address that no test pays or is paid by. */
const LISTED = '0x00000000000000000000000000000000005a4c71';

/** The list with another address of that party. */
export function listNaming(address: string): string {
  return LIST.replace(LISTED, address);
}

/** A list in OFAC's classic format that names one invented party. */
const LIST = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation>
    <Publish_Date>11/21/2026</Publish_Date>
    <Record_Count>1</Record_Count>
  </publshInformation>
  <sdnEntry>
    <uid>900001</uid>
    <lastName>NOBODY'S COMPANY</lastName>
    <sdnType>Entity</sdnType>
    <programList>
      <program>CYBER2</program>
    </programList>
    <idList>
      <id>
        <uid>1</uid>
        <idType>Digital Currency Address - ETH</idType>
        <idNumber>${LISTED}</idNumber>
      </id>
    </idList>
  </sdnEntry>
</sdnList>
`;

/** A server on this machine in the place of OFAC's. */
export interface ListPublisher extends LoopbackServer {
  /** What `labels.feeds` names. */
  readonly feed: { readonly set: string; readonly format: string; readonly url: string };
}

/** Starts a server that has OFAC's list, as of the day before the tests' clock. */
export async function startListPublisher(): Promise<ListPublisher> {
  const server = await startFaultServer({
    answer: () => ({ status: 200, contentType: 'text/xml', body: LIST }),
    script: () => null,
  });
  const feed = { set: 'ofac-sdn', format: 'ofac-sdn', url: `${server.url}/SDN.XML` };
  return { ...server, feed };
}

/** Brings every set with a feed up to date. */
export async function syncLists({ app }: TestApp): Promise<void> {
  const signal = new AbortController().signal;
  const synced = await app.syncLabels({
    // It names one party where the built-in copy names hundreds.
    ...{ sets: [], acceptsLess: true, signal },
    onProgress: () => undefined,
  });
  const failed = synced.find(({ result }) => result !== 'imported' && result !== 'unchanged');
  if (failed !== undefined) throw new Error(`${failed.set}: ${failed.problem}`);
}
