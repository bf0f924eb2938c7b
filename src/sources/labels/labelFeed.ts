import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AbortedError, Bug, DecodeError, SourceError } from '../../core/errors.js';
import type {
  FetchedLabels,
  FetchProgress,
  FileValidators,
  LabelFeed,
} from '../../screening/labelPorts.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import type { WrittenBody } from '../httpBody.js';
import type { LeftOut, PublishedLabels } from './publishedLabels.js';

/** Largest file of labels that is taken from a host. Units: bytes; OFAC's has 121 million. */
const MOST_FILE_BYTES = 1_000_000_000;

/** What a feed is made of. */
export interface LabelFeedParts {
  readonly set: string;
  /** Where the file is served, best first; the others are asked where the first gives no whole file. */
  readonly urls: readonly string[];
  /** The claims of a whole file. @throws {DecodeError} for any other. */
  readonly readFile: (file: string, signal: AbortSignal) => Promise<PublishedLabels>;
  readonly http: HttpClient;
  /** Folder that downloads may be written into for as long as they are read. */
  readonly folder: string;
}

/**
 * Fetches the newest state of a label set from its publisher's hosts.
 *
 * A file is written to a folder of its own, read from there and deleted, whatever happens; what a
 * killed process left behind lies in the folder of temporary files. Redirects may lead to another
 * host, as OFAC's do to its store of files: no address is asked for, so no host learns one.
 *
 * Edge: only the first host is asked whether its file changed, since what tells one host's file
 * from its last says nothing about another's.
 */
export function createLabelFeed({ set, urls, readFile, http, folder }: LabelFeedParts): LabelFeed {
  async function fetchFrom(
    url: string,
    known: FileValidators | null,
    onProgress: (progress: FetchProgress) => void,
    signal: AbortSignal,
  ): Promise<FetchedLabels | { readonly kind: 'not-modified' }> {
    const host = hostOfUrl(url);
    mkdirSync(folder, { recursive: true });
    const own = mkdtempSync(join(folder, 'hopsight-labels-'));
    const file = join(own, 'download');
    try {
      const asked = { host, route: `labels of ${set}`, url, headers: conditionsOf(known) };
      const to = {
        file,
        maxBytes: MOST_FILE_BYTES,
        onProgress: (bytes: number, ofBytes: number | null) =>
          onProgress({ set, host, bytes, ofBytes }),
      };
      const reply = await http.download({ ...asked, redirects: 'any-host' }, to, signal);
      if (reply.status === 304 && known !== null) return { kind: 'not-modified' };
      const { digest } = assertServed(reply, host);
      const labels = await readFile(file, signal);
      return {
        kind: 'fetched',
        rows: labels.rows,
        asOf: labels.asOf,
        leftOut: countProblems(labels.leftOut),
        fileDigest: digest,
        validators: validatorsOf(reply),
        host,
      };
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }

  return {
    set,
    fetchLabels: async (known, onProgress, signal) => {
      const failures: SourceError[] = [];
      for (const [at, url] of urls.entries()) {
        try {
          const fetched = await fetchFrom(url, at === 0 ? known : null, onProgress, signal);
          if (fetched.kind === 'not-modified' || at === 0) return fetched;
          return { ...fetched, validators: { etag: null, lastModified: null } };
        } catch (error) {
          if (!(error instanceof SourceError) || error instanceof AbortedError) throw error;
          failures.push(error);
        }
      }
      const [first] = failures;
      if (first === undefined) throw new Bug('A label feed has no address to fetch from.', { set });
      throw first;
    },
  };
}

function conditionsOf(known: FileValidators | null): Readonly<Record<string, string>> {
  return {
    ...(known?.etag == null ? {} : { 'If-None-Match': known.etag }),
    ...(known?.lastModified == null ? {} : { 'If-Modified-Since': known.lastModified }),
  };
}

function validatorsOf({ headers }: HttpReply<unknown>): FileValidators {
  return { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null };
}

function assertServed(reply: HttpReply<WrittenBody | null>, host: string): WrittenBody {
  if (reply.body !== null && reply.body.size > 0) return reply.body;
  throw new DecodeError(
    reply.body === null
      ? `${host} answered with status ${reply.status} where a list was asked for; check the url of the feed.`
      : `${host} served an empty file where a list was asked for; try again later.`,
    { host, status: reply.status },
  );
}

function countProblems(leftOut: readonly LeftOut[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { problem } of leftOut) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return counts;
}
