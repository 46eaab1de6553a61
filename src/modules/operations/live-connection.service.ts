import { z } from 'zod';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import type { ConnectionDirectory, ConnectionPage } from '../../realtime/connection-directory.js';
import type { ConnectionPlace, LiveConnectionView } from '../../realtime/live-connection.js';
import type { Cause } from './actor.js';
import { recordEvent } from './tenant-event.service.js';

const Place = z.tuple([z.coerce.number().int().nonnegative().max(8.64e15), z.uuid()]);

/** The opaque form of a connection's place in the list. */
export function connectionCursor({ connectedAt, id }: ConnectionPlace): string {
  return Buffer.from(`${connectedAt.getTime()}.${id}`).toString('base64url');
}

/**
 * A page of the tenant's open connections, newest first, over all gateways.
 * @throws InvalidInput when `after` is no cursor of this list
 */
export function listConnections(
  db: TenantDb,
  directory: ConnectionDirectory,
  { size, after }: { size: number; after: string | null },
): Promise<ConnectionPage> {
  return directory.list(db.$tenantId, size, after === null ? null : placeOf(after));
}

/** An open connection of the tenant; null when there is none of that id. */
export async function findConnection(
  db: TenantDb,
  directory: ConnectionDirectory,
  id: string,
): Promise<LiveConnectionView | null> {
  return z.uuid().safeParse(id).success ? directory.find(db.$tenantId, id) : null;
}

/**
 * Ends an open connection, whichever gateway holds it.
 * @returns what it was
 * @throws NotFound when the tenant has none of that id; InvalidState when its gateway did not answer, so that it may be open
 */
export async function terminateConnection(
  db: TenantDb,
  directory: ConnectionDirectory,
  { id, reason }: { id: string; reason: string | undefined },
  cause: Cause,
): Promise<LiveConnectionView> {
  const found = await findConnection(db, directory, id);
  if (!found) throw new NotFound('The connection', ['input', 'id']);
  await transact(db, async (tx) => {
    // Written down first: what was ended without a trace could not be explained to whoever was cut off.
    await recordEvent(tx, {
      kind: 'CONNECTION_TERMINATED',
      subject: { type: 'LiveConnection', id },
      ...cause,
      data: { transport: found.transport, of: found.label, reason: reason ?? null },
    });
    // In the same transaction: what was not ended is not written down as ended.
    const isGone = await directory.terminate(db.$tenantId, id, reason);
    if (!isGone) throw new InvalidState('Its gateway did not answer.', ['input', 'id']);
  });
  return found;
}

function placeOf(cursor: string): ConnectionPlace {
  const parsed = Place.safeParse(Buffer.from(cursor, 'base64url').toString('latin1').split('.'));
  if (!parsed.success) throw InvalidInput.at(['after'], 'This is not a cursor of this list.');
  const [connectedAt, id] = parsed.data;
  return { connectedAt: new Date(connectedAt), id };
}
