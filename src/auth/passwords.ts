import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id setting: 19 MiB, two passes, one lane. 2 is the library's number for argon2id. */
const SETTINGS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of a password nobody has, so that an unknown address costs the same time as a wrong password. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$W3Rcfu6YFYdUtbIq+12EMQ$MTvvuB8hJqkN4PLFi27IskYD/OPa81XOaMlcdH4EFrc';

/** The argon2id hash of a password, with its salt and settings. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, SETTINGS);
}

/** Whether the password belongs to the hash. Takes as long when there is no hash, and is then false. */
export async function passwordMatches(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password).catch(() => false);
  return passwordHash !== undefined && matches;
}
