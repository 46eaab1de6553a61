import { parseArgs } from 'node:util';
import { CommandError } from '../command.js';

/** Who signs in: a person, or whoever holds an access token or API key. */
export type Credentials = { readonly email: string; readonly password: string } | { readonly token: string };

export interface GatewayOptions {
  readonly url: string;
  readonly credentials: Credentials;
}

export interface ImportOptions extends GatewayOptions {
  /** The file or folder. */
  readonly source: string;
  /** Key of the project. */
  readonly project: string;
  /** Only rows of this repository. */
  readonly repo: string | undefined;
}

/** The arguments cannot be used; `usage` is shown with why. */
export class UsageError extends CommandError {}

const LOCAL_GATEWAY = 'http://localhost:4000';

/**
 * Reads the arguments of an import.
 * @throws UsageError
 */
export function readImportOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ImportOptions {
  const { values, positionals } = parse(args);
  const [source] = positionals;
  if (source === undefined || positionals.length > 1) throw new UsageError('Name one file or folder.');
  if (!values.project) throw new UsageError('Name the project: --project KEY.');
  const url = values.url ?? `${LOCAL_GATEWAY.slice(0, -4)}${environment.PORT || '4000'}`;
  return {
    source,
    project: values.project,
    repo: values.repo,
    url: addressOf(url),
    credentials: credentialsOf(values, environment),
  };
}

export interface SmokeOptions extends GatewayOptions {
  /** How long each step is waited for. */
  readonly patienceSeconds: number;
}

/** Longer than any step takes of a deployment that works. */
const PATIENCE_SECONDS = 30;

/**
 * Reads an address, who signs in there and how long each step is waited for.
 * @throws UsageError
 */
export function readSmokeOptions(args: readonly string[], environment: NodeJS.ProcessEnv): SmokeOptions {
  const { values, positionals } = parse(args);
  const [url] = positionals;
  if (url === undefined || positionals.length > 1) throw new UsageError('Name the address of one gateway.');
  const key = values['api-key'];
  const credentials = key ? { token: key } : credentialsOf(values, environment);
  return { url: addressOf(url), credentials, patienceSeconds: secondsIn(values.patience) };
}

function secondsIn(text: string | undefined): number {
  if (text === undefined) return PATIENCE_SECONDS;
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= 600) return seconds;
  throw new UsageError('--patience takes whole seconds, 1 to 600.');
}

function addressOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError(`${url} is not an http(s) address.`);
  return url.endsWith('/') ? url : `${url.replace(/\/graphql$/, '')}/`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        project: { type: 'string' },
        url: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        repo: { type: 'string' },
        'api-key': { type: 'string' },
        patience: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function credentialsOf(
  { email, password }: { readonly email?: string | undefined; readonly password?: string | undefined },
  { SWITCHYARD_TOKEN, SWITCHYARD_PASSWORD }: NodeJS.ProcessEnv,
): Credentials {
  const secret = password ?? SWITCHYARD_PASSWORD;
  if (email && secret) return { email, password: secret };
  if (email || password) throw new UsageError('Give both --email and --password.');
  if (SWITCHYARD_TOKEN) return { token: SWITCHYARD_TOKEN };
  throw new UsageError('Sign in with --email and --password, or set SWITCHYARD_TOKEN.');
}
