import { type LoopbackServer, startFaultServer } from './faultServer.js';

/** A server in the place of OFAC's, whose list is a new one each month. */
export interface YearPublisher extends LoopbackServer {
  /** What `labels.feeds` names. */
  readonly feed: { readonly set: string; readonly format: string; readonly url: string };
  /** From now on the list is of this ISO day and names these addresses. */
  readonly publish: (day: string, addresses: readonly string[]) => void;
}

/** Starts it with a list of a day that names some addresses. */
export async function startYearPublisher(
  day: string,
  addresses: readonly string[],
): Promise<YearPublisher> {
  let body = listOf(day, addresses);
  const server = await startFaultServer({
    answer: () => ({ status: 200, contentType: 'text/xml', body }),
    script: () => null,
  });
  return {
    ...server,
    feed: { set: 'ofac-sdn', format: 'ofac-sdn', url: `${server.url}/SDN.XML` },
    publish: (newDay, named) => {
      body = listOf(newDay, named);
    },
  };
}

function listOf(isoDay: string, addresses: readonly string[]): string {
  const [year, month, day] = isoDay.split('-');
  const entries = addresses.map(
    (address, at) => `  <sdnEntry>
    <uid>${910_000 + at}</uid>
    <lastName>NOBODY'S TRADING HOUSE ${at + 1}</lastName>
    <sdnType>Entity</sdnType>
    <programList><program>DPRK3</program></programList>
    <idList>
      <id><uid>${at + 1}</uid><idType>Digital Currency Address - ETH</idType><idNumber>${address}</idNumber></id>
    </idList>
  </sdnEntry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation>
    <Publish_Date>${month}/${day}/${year}</Publish_Date>
    <Record_Count>${addresses.length}</Record_Count>
  </publshInformation>
${entries.join('')}</sdnList>
`;
}
