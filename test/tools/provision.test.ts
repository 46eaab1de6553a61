import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_ROLE, OWNER_ROLE, openSession, provisionDatabase, urlFor } from '../../src/db/provision.js';
import { openForMigration, openGivenDatabase } from '../../tools/services/given-database.js';
import { startTestServices, type TestServices } from '../../tools/services/test-services.js';
import { createMigrationFolder } from './empty-database.js';

/** Roles belong to a whole server, so these tests have one of their own, without the project's migrations. */
let server: TestServices;
beforeAll(async () => {
  await using migrations = await createMigrationFolder();
  server = await startTestServices({ migrations: migrations.path });
});
afterAll(() => server.stop());

const plan = () => ({ ownerPassword: randomUUID(), appPassword: randomUUID() });
const who = async (url: string) => {
  await using session = await openSession(url);
  const { rows } = await session.client.query(
    'SELECT current_user AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0];
};

describe('provisioning', () => {
  it('gives the application a role that owns nothing and cannot bypass row security', async () => {
    const { adminDatabaseUrl } = server;
    const { appUrl, ownerUrl } = await provisionDatabase(adminDatabaseUrl, { ...plan(), database: 'shop' });

    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(await who(appUrl)).toEqual({ name: APP_ROLE, ...plain });
    expect(await who(ownerUrl)).toEqual({ name: OWNER_ROLE, ...plain });
    await using app = await openSession(appUrl);
    await expect(app.client.query('CREATE TABLE mine ()')).rejects.toThrow('permission denied');
  });

  it('repeats without harm and takes back rights that were added by hand', async () => {
    const { adminDatabaseUrl } = server;
    await provisionDatabase(adminDatabaseUrl, plan());
    await using admin = await openSession(adminDatabaseUrl);
    await admin.client.query(`ALTER ROLE ${APP_ROLE} SUPERUSER BYPASSRLS`);

    const { appUrl } = await provisionDatabase(adminDatabaseUrl, plan());

    expect(await who(appUrl)).toMatchObject({ rolsuper: false, rolbypassrls: false });
  });

  it('turns a superuser DATABASE_URL into the application role', async () => {
    const { adminDatabaseUrl } = server;
    const databaseUrl = urlFor(adminDatabaseUrl, { database: 'switchyard' });
    const password = randomUUID();

    const access = await openGivenDatabase({ databaseUrl }, password);

    expect(access.ownerUrl).toBe(databaseUrl);
    expect(await who(access.appUrl)).toMatchObject({ name: APP_ROLE, rolsuper: false });
    expect(await openGivenDatabase({ databaseUrl }, password)).toEqual(access);
  });

  it('does not lock out another installation that uses the same role', async () => {
    const { adminDatabaseUrl } = server;
    const { appUrl: databaseUrl } = await provisionDatabase(adminDatabaseUrl, plan());
    await using _other = await openSession(databaseUrl);

    await expect(openGivenDatabase({ databaseUrl: adminDatabaseUrl }, randomUUID())).rejects.toThrow(
      'The role switchyard_app is in use by another installation',
    );
  });

  it('leaves an application URL as it is, and then has no owner', async () => {
    const { appUrl: databaseUrl, ownerUrl: migrationDatabaseUrl } = await provisionDatabase(
      server.adminDatabaseUrl,
      plan(),
    );
    expect(await openGivenDatabase({ databaseUrl }, '')).toEqual({ appUrl: databaseUrl });
    expect(await openGivenDatabase({ databaseUrl, migrationDatabaseUrl }, '')).toEqual({
      appUrl: databaseUrl,
      ownerUrl: migrationDatabaseUrl,
    });
    expect(await openForMigration({ databaseUrl })).toEqual({ databaseUrl });
  });

  it('refuses to run the application as the owner of the database', async () => {
    const { ownerUrl: migrationDatabaseUrl } = await provisionDatabase(server.adminDatabaseUrl, plan());
    await expect(openGivenDatabase({ databaseUrl: migrationDatabaseUrl }, '')).rejects.toThrow(
      'DATABASE_URL signs in as switchyard_owner, which owns the database',
    );
  });

  it('names the address and never the password when a database cannot be reached', async () => {
    const unreachable = openGivenDatabase({ databaseUrl: 'postgresql://me:secret@127.0.0.1:1/there' }, '');
    await expect(unreachable).rejects.toThrow('DATABASE_URL (127.0.0.1:1/there) cannot be used: connect ECONNREFUSED');
    await expect(unreachable).rejects.not.toThrow('secret');
  });
});
