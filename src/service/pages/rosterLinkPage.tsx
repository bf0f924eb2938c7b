import { formatMoment } from '../../report/format.js';
import type { PathPicture } from '../../report/layOutPicture.js';
import type { LinkDocument } from '../../report/rosterDocument.js';
import { describeStanding, LINK_TITLES, SEVERITY_WORDS } from '../../report/rosterWords.js';
import { CsrfField, Layout, mayDo, Notice, Problem, type Viewer } from './layout.js';
import { AccountText } from './links.js';
import { nameOfPerson, type PeopleNames } from './personText.js';
import { PictureSvg } from './pictureSvg.js';
import { LinkClaims, LinkPayees, LinkSteps, type OwnerOf, SeverityMark } from './rosterParts.js';
import { ScrollArea } from './scrollArea.js';

/** What the page of a link shows. */
export interface LinkView {
  readonly viewer: Viewer;
  readonly zone: string;
  readonly link: LinkDocument;
  readonly picture: PathPicture;
  readonly ownerOf: OwnerOf;
  readonly names: PeopleNames;
  /** What was typed and not kept. */
  readonly typed: string;
  readonly problem: string | null;
  readonly notice: string | null;
}

/** One link between payees: its picture, every step, and what it is. */
export function RosterLinkPage({ view }: { readonly view: LinkView }) {
  const { viewer, zone, link, picture, ownerOf } = view;
  return (
    <Layout title={LINK_TITLES[link.kind]} path="/roster" viewer={viewer}>
      <h1>{LINK_TITLES[link.kind]}</h1>
      <Problem text={view.problem} />
      <Notice text={view.notice} />
      <p>
        <SeverityMark weighs={link.weighs} /> {SEVERITY_WORDS[link.weighs]};{' '}
        {describeStanding(link)}
      </p>
      <p>{link.sentence}</p>
      <dl class="facts">
        <dt>Payees</dt>
        <dd>
          <LinkPayees link={link} ownerOf={ownerOf} />
        </dd>
        <dt>What they share</dt>
        <dd>
          <AccountText account={link.account} />
        </dd>
        <dt>First seen</dt>
        <dd>{formatMoment(link.firstSeenAt, zone)}</dd>
        {link.changedAt === link.firstSeenAt ? null : (
          <>
            <dt>Last changed</dt>
            <dd>{formatMoment(link.changedAt, zone)}</dd>
          </>
        )}
        {link.goneSince === null ? null : (
          <>
            <dt>Gone since</dt>
            <dd>{formatMoment(link.goneSince, zone)}</dd>
          </>
        )}
      </dl>
      <section class="picture-part">
        <h2>The picture</h2>
        <p class="hint">
          Arrows point to where money went. Dashed ones are what is known without a transfer.
        </p>
        <ScrollArea label="Picture of the link">
          <PictureSvg picture={picture} />
        </ScrollArea>
      </section>
      <LinkClaims link={link} />
      <section>
        <h2>The steps</h2>
        <LinkSteps link={link} ownerOf={ownerOf} zone={zone} />
      </section>
      <AnswerPart view={view} />
    </Layout>
  );
}

function AnswerPart({ view }: { readonly view: LinkView }) {
  const { link, viewer } = view;
  const isPerson = viewer.actor?.kind === 'person';
  return (
    <section>
      <h2>What it is</h2>
      <GivenAnswer view={view} />
      {isPerson && mayDo(viewer, 'release') ? (
        <form class="stack" method="post" action={`/roster/${link.id}/answer`}>
          <CsrfField viewer={viewer} />
          <fieldset class="field">
            <legend>Is the link explained?</legend>
            <label class="choice">
              <input type="radio" name="meaning" value="explained" required /> Explained: it weighs
              nothing until it changes
            </label>
            <label class="choice">
              <input type="radio" name="meaning" value="not-explained" required /> Not explained
            </label>
          </fieldset>
          <div class="field">
            <label for="reason">Why, as others can check it later</label>
            <textarea id="reason" name="reason" required>
              {view.typed}
            </textarea>
          </div>
          {link.severity === 'hold' ? (
            <p class="hint">A link that holds payments needs the same answer of two persons.</p>
          ) : null}
          <button type="submit">Keep the answer</button>
        </form>
      ) : null}
    </section>
  );
}

function GivenAnswer({ view: { link, names, zone } }: { readonly view: LinkView }) {
  const { answer } = link;
  if (answer === null) return <p>Nobody answered yet.</p>;
  const { meaning, at, by, reason } = answer;
  return (
    <p class="answer">
      <strong>{meaning === 'explained' ? 'Explained' : 'Not explained'}</strong>
      <span class="when">
        {' '}
        {nameOfPerson(names, by)}, {formatMoment(at, zone)}
      </span>
      <span class="note">{reason ?? '(erased)'}</span>
    </p>
  );
}
