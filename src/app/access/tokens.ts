import { InputError } from '../../core/errors.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import { type Actor, permissionsOf } from '../../core/role.js';
import { parsePersonName } from '../../desk/access/personName.js';
import { isUseWorthWriting } from '../../desk/access/sessionLife.js';
import { grantScopes, heldScopes, parseTokenEnd } from '../../desk/access/tokenGrant.js';
import { atomically } from '../../store/atomically.js';
import type { ShownToken, StoredToken } from '../../store/tokenStore.js';
import type { Access, ApiToken } from '../service/access.js';
import { type AccessMeans, assertMay, newSecret } from './accessMeans.js';
import { LOCAL_ACTOR } from './localActor.js';

/** The part of the access that is about tokens of machines. */
export type Tokens = Pick<Access, 'listTokens' | 'issueToken' | 'revokeToken' | 'readToken'>;

/** Giving out, ending and recognising tokens. */
export function createTokens(means: AccessMeans): Tokens {
  const { db, tokens, audit, nowSeconds } = means;
  const knownToken = (tokenId: string): StoredToken => {
    const token = tokens.readToken(tokenId);
    if (token === null) {
      throw new InputError('No token has this id; the list of tokens has theirs.');
    }
    return token;
  };
  /** Who answers for what an actor gives out: a token's own issuer answers for its tokens too. */
  const answerableFor = (by: Actor) => {
    if (by.kind === 'person') return { issuerId: by.id, issuingTokenId: null, lastSeconds: null };
    const { issuerId, tokenId, expiresAt } = knownToken(by.id);
    return { issuerId, issuingTokenId: tokenId, lastSeconds: parseMoment(expiresAt) };
  };

  return {
    listTokens: () => tokens.listTokens().map(toApiToken),
    issueToken: ({ name: text, scopes: asked, expiresAt: end }, by) => {
      assertMay(by, 'manage');
      const name = parsePersonName(text);
      const scopes = grantScopes(asked, by.permissions);
      return atomically(db, () => {
        const { issuerId, issuingTokenId, lastSeconds } = answerableFor(by);
        const expiresAt = parseTokenEnd(end, { nowSeconds: nowSeconds(), lastSeconds });
        const secret = newSecret(means);
        const tokenId = means.newId();
        const createdAt = formatMoment(nowSeconds());
        const issued = { issuerId, issuingTokenId, createdAt, expiresAt };
        tokens.insertToken({ tokenId, secret, name, scopes, ...issued });
        audit.append({ actor: by, action: 'token-issued', subjectId: tokenId });
        return { token: toApiToken(knownToken(tokenId)), secret };
      });
    },
    revokeToken: (tokenId, by) => {
      assertMay(by, 'manage');
      atomically(db, () => {
        knownToken(tokenId);
        for (const revoked of tokens.revokeToken(tokenId, formatMoment(nowSeconds()))) {
          audit.append({ actor: by, action: 'token-revoked', subjectId: revoked });
        }
      });
    },
    readToken: (secret) => {
      const token = tokens.findToken(secret);
      if (token === null || token.revokedAt !== null) return null;
      if (token.expiresAt <= formatMoment(nowSeconds())) return null;
      const permissions = heldScopes(token.scopes, issuerPermissions(token));
      if (permissions.length === 0) return null;
      const { tokenId: id, name, usedAtSeconds } = token;
      if (isUseWorthWriting(usedAtSeconds, nowSeconds())) tokens.writeUse(id, nowSeconds());
      return { kind: 'token', id, personId: token.issuerId, name, role: null, permissions };
    },
  };
}

/** What whoever answers for a token may do now. Edge: nothing once they are disabled. */
function issuerPermissions({ issuerId, issuerRole, issuerDisabledAt }: ShownToken) {
  if (issuerId === LOCAL_ACTOR.id) return LOCAL_ACTOR.permissions;
  return issuerRole === null || issuerDisabledAt !== null ? [] : permissionsOf(issuerRole);
}

function toApiToken(token: StoredToken): ApiToken {
  const { tokenId, name, scopes, createdAt, expiresAt, revokedAt, usedAtSeconds } = token;
  const lastUsedAt = usedAtSeconds === null ? null : formatMoment(usedAtSeconds);
  return { id: tokenId, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt };
}
