import { createHash } from 'node:crypto';
import { addressOfScript } from '../../../src/chains/bitcoin/script.js';
import type { Account } from '../../../src/core/account.js';
import { createAccount } from '../../../src/core/account.js';
import type { Category } from '../../../src/core/attribution.js';
import { findChainByName } from '../../../src/core/chain.js';
import type { WorldChain, WorldLabel } from './world.js';

/**
 * What an account is in a world.
 *
 * `person`: keeps what it gets for a while. `passer`: pays on what it gets within days, to few.
 * `labelled`: a risk claim names it. `service`, `venue`, `hub`: nobody can follow money through it.
 */
export type Role = 'subject' | 'person' | 'passer' | 'labelled' | 'service' | 'venue' | 'hub';

/** Everybody in a world: who they are, and what the labels say of them. */
export class Cast {
  readonly world: string;
  readonly chain: WorldChain;
  readonly subject: Account;
  readonly #roles = new Map<Account, Role>();
  readonly #labels = new Map<Account, WorldLabel>();

  constructor(world: string, chain: WorldChain) {
    this.world = world;
    this.chain = chain;
    this.subject = this.#account('subject', 'subject');
  }

  get labels(): readonly WorldLabel[] {
    return [...this.#labels.values()];
  }

  /** The accounts of a role. Order: as they entered. */
  all(...roles: readonly Role[]): readonly Account[] {
    return [...this.#roles].filter(([, role]) => roles.includes(role)).map(([account]) => account);
  }

  roleOf(account: Account): Role {
    return this.#roles.get(account) ?? 'person';
  }

  labelOf(account: Account): WorldLabel | null {
    return this.#labels.get(account) ?? null;
  }

  /** Somebody who keeps what they get for a while. */
  person(word: string): Account {
    return this.#account(word, 'person');
  }

  /** Somebody who pays on what they get within days. */
  passer(word: string): Account {
    return this.#account(word, 'passer');
  }

  /** An unlabelled account in the middle of everything. */
  hub(word: string): Account {
    return this.#account(word, 'hub');
  }

  /** An unlabelled contract: a pool, a router, a batch payer. */
  venue(word: string): Account {
    return this.#account(word, 'venue');
  }

  /** A labelled exchange. */
  exchange(word: string): Account {
    return this.service(word, 'exchange');
  }

  /** A labelled service. */
  service(word: string, category: Category): Account {
    return this.#label(this.#account(word, 'service'), { entity: this.#entity(word), category });
  }

  /** A labelled contract that really exists. */
  contract(address: string, entity: string, category: Category): Account {
    const account = createAccount(chainId(this.chain), address);
    this.#roles.set(account, 'venue');
    return this.#label(account, { entity, category });
  }

  /** An account that a sanctions list names under Lazarus, or what the parts say. */
  labelled(word: string, parts: Partial<WorldLabel> = {}): Account {
    const account = this.#account(word, 'labelled');
    return this.#label(account, {
      entity: this.#entity(word),
      category: 'sanctioned',
      actor: 'lazarus',
      authority: 'list',
      ...parts,
    });
  }

  /** A mixer; on no sanctions list unless the parts say so. */
  mixer(word: string, parts: Partial<WorldLabel> = {}): Account {
    const mixer = { category: 'mixer', actor: null, authority: 'researcher' } as const;
    return this.labelled(word, { ...mixer, ...parts });
  }

  /** A text that stands for one transaction and no other. */
  txId(number: number): string {
    const digest = createHash('sha256').update(`${this.world} transaction ${number}`).digest('hex');
    return this.chain === 'bitcoin' ? digest : `0x${digest}`;
  }

  #account(word: string, role: Role): Account {
    const digest = createHash('sha256').update(`${this.world} ${word}`).digest('hex').slice(0, 40);
    const address = this.chain === 'bitcoin' ? addressOfScript(`0014${digest}`) : `0x${digest}`;
    if (address === null) throw new Error('A script without an address was made.');
    const account = createAccount(chainId(this.chain), address);
    this.#roles.set(account, role);
    return account;
  }

  /** Every account has an entity of its own, so that an exposure tells which account it means. */
  #entity(word: string): string {
    return `${word} of ${this.world}`.replaceAll(',', '');
  }

  #label(
    account: Account,
    label: Omit<WorldLabel, 'account' | 'actor' | 'authority'> & Partial<WorldLabel>,
  ): Account {
    this.#labels.set(account, { actor: null, authority: 'vendor', ...label, account });
    return account;
  }
}

function chainId(name: WorldChain) {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(`No chain is called ${name}.`);
  return chain.id;
}
