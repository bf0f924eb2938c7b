import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS, type Permission, ROLES, type Role } from '../../src/core/role.js';
import {
  HOST,
  type TestService,
  type TestSession,
  useServices,
} from '../support/openTestService.js';
import { type RegisteredRoute, registeredRoutes } from '../support/registeredRoutes.js';

/** What a page takes; `anybody` is for who has not signed in. A new page stands here, or a test fails. */
const PAGES: Readonly<Record<string, Permission | 'anybody'>> = {
  'GET /': 'read',
  'GET /account': 'read',
  'POST /account/second-factor': 'read',
  'POST /account/second-factor/confirm': 'read',
  'POST /account/second-factor/remove': 'read',
  'GET /assets/icon.svg': 'anybody',
  'GET /assets/progress.js': 'anybody',
  'GET /assets/style.css': 'anybody',
  'GET /audit': 'audit',
  'GET /compare': 'read',
  'GET /labels': 'read',
  'POST /labels/look-up': 'read',
  'POST /labels/sync': 'labels',
  'GET /months': 'read',
  'GET /months/:month': 'read',
  'POST /months/:month/file': 'read',
  'GET /months/:month/head': 'audit',
  'GET /months/:month/rows/:figure': 'read',
  'POST /months/:month/sign': 'release',
  'GET /payees': 'read',
  'POST /payees': 'payees',
  'GET /payees/:payeeId': 'read',
  'POST /payees/:payeeId/changes/:changeId/undo': 'payees',
  'POST /payees/:payeeId/deactivate': 'payees',
  'POST /payees/:payeeId/delete': 'payees',
  'POST /payees/:payeeId/edit': 'payees',
  'POST /payees/:payeeId/export': 'payees',
  'POST /payees/:payeeId/merge': 'payees',
  'POST /payees/:payeeId/reactivate': 'payees',
  'GET /payees/:payeeId/red-flags': 'read',
  'POST /payees/:payeeId/red-flags': 'payees',
  'POST /payees/:payeeId/wallets': 'payees',
  'POST /payees/:payeeId/wallets/:walletId/ask-proof': 'payees',
  'POST /payees/:payeeId/wallets/:walletId/check': 'screen',
  'POST /payees/:payeeId/wallets/:walletId/confirm': 'payees',
  'POST /payees/:payeeId/wallets/:walletId/edit': 'payees',
  'POST /payees/:payeeId/wallets/:walletId/end': 'payees',
  'POST /payees/:payeeId/wallets/:walletId/proof': 'payees',
  'GET /payments': 'read',
  'POST /payments': 'pay',
  'GET /payments/:checkId': 'read',
  'GET /payments/:checkId/approval': 'read',
  'POST /payments/:checkId/overrides': 'release',
  'POST /payments/:checkId/overrides/:overrideId/agree': 'release',
  'POST /payments/:checkId/overrides/:overrideId/refuse': 'release',
  'POST /payments/:checkId/overrides/:overrideId/withdraw': 'release',
  'POST /payments/:checkId/release': 'release',
  'POST /payments/:checkId/withdraw': 'pay',
  'GET /payments/new': 'pay',
  'GET /payrolls': 'read',
  'POST /payrolls': 'pay',
  'GET /payrolls/:payrollId': 'read',
  'POST /payrolls/:payrollId/confirm': 'pay',
  'POST /payrolls/:payrollId/drop': 'pay',
  'POST /payrolls/:payrollId/file': 'pay',
  'POST /payrolls/:payrollId/run': 'pay',
  'GET /people': 'manage',
  'POST /people': 'manage',
  'POST /people/:userId/disable': 'manage',
  'POST /people/:userId/enable': 'manage',
  'POST /people/:userId/link': 'manage',
  'POST /people/:userId/role': 'manage',
  'GET /practice': 'read',
  // Practice is recorded nowhere and asks nobody: who only reads may rehearse.
  'POST /practice': 'read',
  'GET /practice/screenings/:screeningId': 'read',
  'GET /roster': 'read',
  'GET /roster/:linkId': 'read',
  'POST /roster/:linkId/answer': 'release',
  'GET /screenings': 'read',
  'POST /screenings': 'screen',
  'GET /screenings/:screeningId': 'read',
  'POST /screenings/:screeningId/again': 'screen',
  'POST /screenings/:screeningId/cancel': 'screen',
  'GET /sign-in': 'anybody',
  'POST /sign-in': 'anybody',
  'POST /sign-out': 'anybody',
  'GET /tokens': 'manage',
  'POST /tokens': 'manage',
  'POST /tokens/:tokenId/revoke': 'manage',
  'GET /welcome/:secret': 'anybody',
  'POST /welcome/:secret': 'anybody',
};

/** What a route of the API takes. */
const API: Readonly<Record<string, Permission | 'anybody'>> = {
  'GET /v1/accounts/:account': 'read',
  'GET /v1/audit': 'audit',
  'GET /v1/audit/head': 'audit',
  'GET /v1/health': 'read',
  'GET /v1/health/live': 'anybody',
  'GET /v1/health/ready': 'anybody',
  'GET /v1/labels': 'read',
  'POST /v1/labels/sync': 'labels',
  'GET /v1/metrics': 'read',
  'GET /v1/openapi.json': 'anybody',
  'GET /v1/payees': 'read',
  'POST /v1/payees': 'payees',
  'DELETE /v1/payees/:payeeId': 'payees',
  'GET /v1/payees/:payeeId': 'read',
  'POST /v1/payees/:payeeId': 'payees',
  'GET /v1/payees/:payeeId/changes': 'read',
  'POST /v1/payees/:payeeId/changes/:changeId/undo': 'payees',
  'POST /v1/payees/:payeeId/deactivate': 'payees',
  'GET /v1/payees/:payeeId/export': 'payees',
  'POST /v1/payees/:payeeId/merge': 'payees',
  'POST /v1/payees/:payeeId/reactivate': 'payees',
  'GET /v1/payees/:payeeId/red-flags': 'read',
  'POST /v1/payees/:payeeId/red-flags': 'payees',
  'POST /v1/payees/:payeeId/wallets': 'payees',
  'GET /v1/payments': 'read',
  'GET /v1/payments/:checkId': 'read',
  'GET /v1/payments/:checkId/approval': 'read',
  'POST /v1/payments/:checkId/overrides': 'release',
  'POST /v1/payments/:checkId/overrides/:overrideId/agree': 'release',
  'POST /v1/payments/:checkId/overrides/:overrideId/refuse': 'release',
  'POST /v1/payments/:checkId/overrides/:overrideId/withdraw': 'release',
  'POST /v1/payments/:checkId/release': 'release',
  'POST /v1/payments/:checkId/withdraw': 'pay',
  'POST /v1/payments/check': 'pay',
  'POST /v1/payments/import': 'pay',
  'POST /v1/payments/match': 'pay',
  'GET /v1/payments/match/:month': 'read',
  'GET /v1/roster': 'read',
  'GET /v1/roster/:linkId': 'read',
  'POST /v1/roster/:linkId/answer': 'release',
  'POST /v1/roster/refresh': 'read',
  'GET /v1/payrolls': 'read',
  'POST /v1/payrolls': 'pay',
  'DELETE /v1/payrolls/:payrollId': 'pay',
  'GET /v1/payrolls/:payrollId': 'read',
  'POST /v1/payrolls/:payrollId/confirm': 'pay',
  'GET /v1/payrolls/:payrollId/file': 'pay',
  'GET /v1/payrolls/:payrollId/rows': 'read',
  'POST /v1/payrolls/:payrollId/run': 'pay',
  'GET /v1/screenings': 'read',
  'POST /v1/screenings': 'screen',
  'DELETE /v1/screenings/:screeningId': 'screen',
  'GET /v1/screenings/:screeningId': 'read',
  'GET /v1/summaries/:month': 'read',
  'POST /v1/summaries/:month/sign': 'release',
  'GET /v1/summaries/:month/versions': 'read',
  'GET /v1/summaries/:month/versions/:version': 'read',
  'GET /v1/wallets/:walletId': 'read',
  'POST /v1/wallets/:walletId': 'payees',
  'POST /v1/wallets/:walletId/confirm': 'payees',
  'POST /v1/wallets/:walletId/end': 'payees',
  'POST /v1/wallets/:walletId/proof-request': 'payees',
  'POST /v1/wallets/:walletId/proofs': 'payees',
};

const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  finance: ['read', 'screen', 'payees', 'pay'],
  compliance: ['read', 'screen', 'payees', 'pay', 'release', 'labels', 'audit'],
  admin: ['read', 'screen', 'payees', 'pay', 'release', 'labels', 'manage', 'audit'],
  auditor: ['read', 'audit'],
};

const ORIGIN = `http://${HOST}`;
const nameOf = ({ method, url }: RegisteredRoute) => `${method} ${url}`;
const isApi = ({ url }: RegisteredRoute) => url.startsWith('/v1/');
const isUnsafe = ({ method }: RegisteredRoute) => method !== 'GET';

const services = useServices();
let service: TestService;
let routes: readonly RegisteredRoute[];
let people: Readonly<Record<Role, TestSession>>;
beforeAll(async () => {
  service = await services.open();
  routes = registeredRoutes(service.server);
  const [finance, compliance, admin, auditor] = await Promise.all(
    (['finance', 'compliance', 'admin', 'auditor'] as const).map(service.enter),
  );
  if (!finance || !compliance || !admin || !auditor) throw new Error('nobody signed in');
  people = { finance, compliance, admin, auditor };
});

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE'] as const;

/** Asks for a route with an id that nothing has, so that what is let in does nothing. */
const ask = (route: RegisteredRoute, headers: InjectOptions['headers'], csrf?: string) =>
  service.send({
    method: METHODS.find((method) => method === route.method) ?? 'GET',
    url: route.url.replaceAll(/:\w+/g, 'nobody'),
    headers: isApi(route) ? { ...headers } : { 'content-type': FORM, ...headers },
    ...(csrf === undefined ? {} : { payload: `${new URLSearchParams({ csrf })}` }),
  });
const FORM = 'application/x-www-form-urlencoded';
const FOREIGN = 'The form was not sent from a page of this server';
const STALE = 'The form belongs to another session';

describe('every route', () => {
  it('stands in the tables above with what it takes', () => {
    const listed = Object.keys({ ...PAGES, ...API });
    expect(routes.map(nameOf).toSorted()).toEqual(listed.toSorted());
    expect(ROLES).toEqual(Object.keys(MAY));
  });

  it('keeps out who is nobody, whatever token they show to a page or cookie to the API', async () => {
    const token = service.token(...PERMISSIONS);
    for (const route of routes) {
      const name = nameOf(route);
      if (PAGES[name] === 'anybody' || API[name] === 'anybody') continue;
      if (route.method === 'GET') {
        const { statusCode } = await ask({ ...route, method: 'HEAD' }, {});
        expect(statusCode, name).toBe(isApi(route) ? 401 : 303);
      }
      if (isApi(route)) {
        expect((await ask(route, {})).statusCode, name).toBe(401);
        const cookie = `${service.server.sessionCookie.name}=invented`;
        expect((await ask(route, { cookie })).statusCode, name).toBe(401);
        continue;
      }
      for (const headers of [{}, token]) {
        const answer = await ask(route, { ...headers, origin: ORIGIN }, 'none');
        expect([answer.statusCode, answer.headers.location], name).toEqual([303, '/sign-in']);
      }
    }
  });

  it('keeps out each role and each token that has not the permission', async () => {
    for (const route of routes) {
      const name = nameOf(route);
      const permission = PAGES[name] ?? API[name] ?? 'anybody';
      if (permission === 'anybody') continue;
      for (const role of ROLES) {
        if (MAY[role].includes(permission)) continue;
        const { cookie, csrfToken } = people[role];
        const headers = { cookie, origin: ORIGIN, 'x-csrf-token': csrfToken };
        const answer = await ask(route, headers, csrfToken);
        expect(answer.statusCode, `${role} at ${name}`).toBe(403);
        expect(answer.body, `${role} at ${name}`).toContain('takes the permission');
      }
      if (!isApi(route)) continue;
      const others = PERMISSIONS.filter((one) => one !== permission);
      expect((await ask(route, service.token(...others))).statusCode, name).toBe(403);
    }
  });
});

describe('every form', () => {
  it('is refused from another place, or from none that is told, whoever is signed in', async () => {
    const { cookie, csrfToken } = people.admin;
    for (const route of routes.filter((one) => isUnsafe(one) && !isApi(one))) {
      for (const headers of [
        { origin: 'http://evil.example' },
        { origin: `https://${HOST}` },
        { origin: 'http://127.0.0.1:8647' },
        { origin: 'null' },
        { origin: 'null', 'sec-fetch-site': 'same-site' },
        {},
      ]) {
        const answer = await ask(route, { cookie, ...headers }, csrfToken);
        expect(answer.statusCode, nameOf(route)).toBe(403);
        expect(answer.body, nameOf(route)).toContain(FOREIGN);
      }
    }
  });

  it('is refused without the token of its own session', async () => {
    const { cookie } = people.admin;
    for (const route of routes.filter((one) => isUnsafe(one) && !isApi(one))) {
      for (const csrf of [undefined, '', people.finance.csrfToken]) {
        const answer = await ask(route, { cookie, origin: ORIGIN }, csrf);
        expect(answer.statusCode, nameOf(route)).toBe(403);
        expect(answer.body, nameOf(route)).toContain(STALE);
      }
    }
  });
});

describe('every change by the API', () => {
  it('takes no cookie without the token of its session, and none from another place', async () => {
    const { cookie, csrfToken } = people.admin;
    for (const route of routes.filter((one) => isUnsafe(one) && isApi(one))) {
      for (const headers of [
        {},
        { 'x-csrf-token': people.finance.csrfToken },
        { 'x-csrf-token': csrfToken, origin: 'http://evil.example' },
        { 'x-csrf-token': csrfToken, origin: 'null' },
      ]) {
        const answer = await ask(route, { cookie, ...headers });
        expect(answer.statusCode, nameOf(route)).toBe(403);
        expect(JSON.parse(answer.body).code, nameOf(route)).toBe('foreign-form');
      }
    }
  });
});

describe('every answer', () => {
  it('is kept by nothing on the way, is what its type says, and stands in no frame', async () => {
    const { cookie } = people.admin;
    for (const route of routes) {
      if (route.url.startsWith('/assets/')) continue;
      const { headers } = await ask(route, { cookie });
      expect(headers['cache-control'], nameOf(route)).toBe('no-store');
      expect(headers['x-content-type-options'], nameOf(route)).toBe('nosniff');
      expect(headers['content-security-policy'], nameOf(route)).toContain("frame-ancestors 'none'");
      expect(headers['referrer-policy'], nameOf(route)).toBe('no-referrer');
      expect(headers, nameOf(route)).not.toHaveProperty('access-control-allow-origin');
    }
  });
});
