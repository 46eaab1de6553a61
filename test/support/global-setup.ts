import { startTestServices, testEnvironment } from '../../tools/services/test-services.js';

/** Gives the tests their services: those of `npm test`, or, when vitest is run by hand, some of its own. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_ADMIN_DATABASE_URL) return undefined;
  const services = await startTestServices();
  Object.assign(process.env, testEnvironment(services));
  return () => services.stop();
}
