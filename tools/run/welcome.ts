import type { LocalApp } from './local-app.js';

/** Tells where GraphiQL is and how to sign in. */
export function printWelcome({ port, demo }: Pick<LocalApp, 'port' | 'demo'>): void {
  const signIn = demo
    ? [`  Sign in     ${demo.email}`, `  Password    ${demo.password}`]
    : ['  Sign in     with an account of yours: this database was not seeded from here'];
  const lines = [
    '',
    '  Switchyard is ready.',
    `  GraphiQL    http://localhost:${port}/graphiql`,
    ...signIn,
    '  Ctrl-C stops everything.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
