import { z } from 'zod';
import type { SignInResult } from '../../app/service/access.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { formatMoment } from '../../report/format.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { SignInPage, WelcomePage } from './signInPages.js';
import { sendAgain, sendPage, viewerOf } from './viewer.js';

const text = z.string().max(500);
const signInSchema = z.object({ name: text, password: text, code: text.optional() });
const welcomeSchema = z.object({ name: text.default(''), password: text, again: text });
const welcomePath = z.object({ secret: z.string().max(256) });

/** Adds signing in and out, and choosing a password by a link. */
export function addSignInRoutes(server: Server, { access, config }: ServiceApp): void {
  server.get(
    '/sign-in',
    { schema: { querystring: z.object({ done: z.string().optional() }) } },
    async (request, reply) => {
      if (request.actor !== null) return reply.redirect('/', 303);
      const notice =
        request.query.done === undefined ? null : 'Your password is set. Sign in with it now.';
      return sendPage(reply, <SignInPage step="password" name="" problem={null} notice={notice} />);
    },
  );

  server.post('/sign-in', { schema: { body: signInSchema } }, async (request, reply) => {
    const { name, password, code } = request.body;
    const typed = code?.trim() ?? '';
    const result = await access.signIn({ name, password, code: typed === '' ? null : typed });
    if (result.kind === 'signed-in') {
      server.sessionCookie.write(reply, result.sessionSecret);
      return reply.redirect('/', 303);
    }
    const isCodeNeeded = result.kind === 'code-needed';
    return sendAgain(
      reply,
      <SignInPage
        step={isCodeNeeded || code !== undefined ? 'code' : 'password'}
        name={name}
        problem={tellRefusal(result, config.timeZone)}
        notice={
          isCodeNeeded ? 'Type your password again, and the code of your second factor.' : null
        }
      />,
    );
  });

  server.post('/sign-out', async (request, reply) => {
    const secret = server.sessionCookie.read(request);
    if (secret !== null) access.signOut(secret);
    server.sessionCookie.clear(reply);
    return reply.redirect('/sign-in', 303);
  });

  server.get('/welcome/:secret', { schema: { params: welcomePath } }, async (request, reply) => {
    const { secret } = request.params;
    // Programs that look at links in messages come here too: looking uses up none.
    const purpose = access.tellLink(secret);
    if (purpose === null) {
      throw new Refusal(
        'not-found',
        'This link was used, is too old or was never given; ask an administrator for another.',
      );
    }
    return sendPage(
      reply,
      <WelcomePage
        viewer={viewerOf(request)}
        kind={purpose === 'set-up' ? 'first-administrator' : 'password'}
        secret={secret}
        name=""
        problem={null}
      />,
    );
  });

  server.post(
    '/welcome/:secret',
    { schema: { params: welcomePath, body: welcomeSchema } },
    async (request, reply) => {
      const { secret } = request.params;
      const { name, password, again } = request.body;
      const isFirst = access.tellLink(secret) === 'set-up';
      const chosen =
        password !== again
          ? ({ kind: 'refused', problem: 'The two passwords are not the same.' } as const)
          : await attempt(() =>
              isFirst
                ? access.setUp({ secret, name, password })
                : access.choosePassword({ secret, password }),
            );
      if (chosen.kind === 'done') return reply.redirect('/sign-in?done=password', 303);
      return sendAgain(
        reply,
        <WelcomePage
          viewer={viewerOf(request)}
          kind={isFirst ? 'first-administrator' : 'password'}
          secret={secret}
          name={name}
          problem={chosen.problem}
        />,
      );
    },
  );
}

function tellRefusal(
  result: Exclude<SignInResult, { readonly kind: 'signed-in' }>,
  zone: string,
): string | null {
  switch (result.kind) {
    case 'code-needed':
      return null;
    case 'refused':
      return 'Name, password or code do not fit; type them again.';
    case 'locked':
      return `Too many attempts failed; try again after ${formatMoment(result.untilIso, zone)}.`;
  }
}
