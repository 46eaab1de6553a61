import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { AlreadyExists, Conflict, InvalidInput, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { ModelProvider } from '../../generated/prisma/client.js';
import type { ModelProtocol } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';

const HINT_CHARS = 4;

export interface NewModelProvider {
  readonly name: string;
  readonly protocol: ModelProtocol;
  readonly baseUrl?: string | null | undefined;
  readonly apiKey?: string | null | undefined;
}

/**
 * Makes a provider known; its key is sealed and never shown again.
 * @throws AlreadyExists when the name is taken, InvalidInput when its protocol needs an address or a key that is missing
 */
export function createModelProvider(db: TenantDb, input: NewModelProvider, cause: Cause): Promise<ModelProvider> {
  const { name, protocol, baseUrl = null, apiKey = null } = input;
  checkWays(protocol, baseUrl, apiKey);
  return transact(db, async (tx) => {
    const taken = await tx.modelProvider.findFirst({ where: { name }, select: { id: true } });
    if (taken) throw new AlreadyExists('There is a provider of this name.', ['input', 'name']);
    const id = newId();
    const provider = await tx.modelProvider.create({
      data: { id, tenantId: tx.$tenantId, name, protocol, baseUrl, ...sealed(tx, id, apiKey) },
    });
    await recordEvent(tx, { kind: 'MODEL_PROVIDER_CREATED', subject: { type: 'ModelProvider', id }, ...cause });
    return provider;
  });
}

export interface ModelProviderChange extends ExpectedVersion {
  readonly name?: string | null | undefined;
  readonly baseUrl?: string | null | undefined;
  readonly apiKey?: string | null | undefined;
  readonly isDisabled?: boolean | null | undefined;
}

/**
 * Changes a provider; a new key counts from the next call on. Another address asks for the key again.
 * @throws NotFound, AlreadyExists, Conflict with the provider as it is, InvalidInput
 */
export function updateModelProvider(
  db: TenantDb,
  id: string,
  change: ModelProviderChange,
  cause: Cause,
): Promise<ModelProvider> {
  return transact(db, async (tx) => {
    const current = await tx.modelProvider.findFirst({ where: { id } });
    if (!current) throw new NotFound('The model provider', ['input', 'id']);
    const { name, baseUrl, apiKey, isDisabled, expectedVersion } = change;
    checkVersion('provider', { modelProvider: current }, { expectedVersion });
    if (baseUrl !== undefined) {
      checkWays(current.protocol, baseUrl, 'unchanged');
      checkKeyStays(current, baseUrl, apiKey);
    }
    if (name && name !== current.name) {
      const taken = await tx.modelProvider.findFirst({ where: { name }, select: { id: true } });
      if (taken) throw new AlreadyExists('There is a provider of this name.', ['input', 'name']);
    }
    const disabledAt = isDisabled ? (current.disabledAt ?? new Date()) : null;
    const [changed] = await tx.modelProvider.updateManyAndReturn({
      where: { id, version: current.version },
      data: {
        ...(name ? { name } : {}),
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(apiKey ? sealed(tx, id, apiKey) : {}),
        ...(typeof isDisabled === 'boolean' ? { disabledAt } : {}),
        version: current.version + 1,
      },
    });
    if (!changed) throw await conflictOf(tx, id);
    await recordEvent(tx, { kind: 'MODEL_PROVIDER_UPDATED', subject: { type: 'ModelProvider', id }, ...cause });
    return changed;
  });
}

/** Somebody was quicker, with the row as they left it. */
async function conflictOf(tx: Transaction, id: string): Promise<Conflict> {
  const modelProvider = await tx.modelProvider.findFirst({ where: { id } });
  return new Conflict('The provider has changed since.', { modelProvider });
}

function sealed(
  tx: Transaction,
  id: string,
  apiKey: string | null,
): { sealedKey: string; keyHint: string } | undefined {
  if (!apiKey) return undefined;
  return {
    sealedKey: tx.$vault.seal('ModelProvider.sealedKey', id, apiKey),
    keyHint: apiKey.length > 3 * HINT_CHARS ? apiKey.slice(-HINT_CHARS) : '',
  };
}

/** A key that nobody is shown must not be sent to whatever address somebody names: only who has it moves it. */
function checkKeyStays(
  { sealedKey, baseUrl: before }: ModelProvider,
  baseUrl: string | null,
  apiKey: string | null | undefined,
): void {
  if (!sealedKey || apiKey || originOf(before) === originOf(baseUrl)) return;
  throw InvalidInput.at(['input', 'apiKey'], 'Another address needs the key again: the stored one is for the old one.');
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

function checkWays(protocol: ModelProtocol, baseUrl: string | null, apiKey: string | null): void {
  const path = (field: string) => ['input', field];
  if (protocol === 'OFFLINE' && baseUrl) throw InvalidInput.at(path('baseUrl'), 'Offline models have no address.');
  if (protocol === 'OPENAI_COMPATIBLE' && !baseUrl) {
    throw InvalidInput.at(path('baseUrl'), 'A provider of this protocol needs an address.');
  }
  if (protocol !== 'OFFLINE' && protocol !== 'OPENAI_COMPATIBLE' && !apiKey) {
    throw InvalidInput.at(path('apiKey'), 'A provider of this protocol needs a key.');
  }
}
