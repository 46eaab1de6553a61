import { WebhookNotTaken } from '../../errors.js';
import type { WebhookCaller } from '../../ports.js';
import { ForbiddenAddress } from './guarded-fetch.js';

/** How long a receiver may take, in ms. */
const PATIENCE_MS = 15_000;
/** Longer than this nobody has us wait, in ms. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/**
 * Posts to addresses that came from outside. Anything but 2xx is no; what is answered is not read.
 * @param guarded a fetch that refuses addresses which are not public, and follows no redirects
 */
export function createWebhookCaller(guarded: typeof globalThis.fetch): WebhookCaller {
  return {
    async post({ url, headers, body }, { signal } = {}) {
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const stop = signal ? AbortSignal.any([signal, patience]) : patience;
      let response: Response;
      try {
        response = await guarded(url, { method: 'POST', headers, body, signal: stop });
      } catch (error) {
        signal?.throwIfAborted();
        throw notReached(error, patience.aborted);
      }
      await response.body?.cancel().catch(() => {});
      if (response.ok) return;
      // 410 is the receiver's last word: it wants no more.
      throw new WebhookNotTaken(`HTTP_${response.status}`, response.status === 410, retryAfterOf(response));
    },
  };
}

function notReached(error: unknown, isLate: boolean): WebhookNotTaken {
  const cause = error instanceof Error ? error.cause : undefined;
  if (error instanceof ForbiddenAddress || cause instanceof ForbiddenAddress)
    return new WebhookNotTaken('FORBIDDEN_ADDRESS', true);
  if (isLate) return new WebhookNotTaken('TIMEOUT', false);
  const words = `${error instanceof Error ? error.message : ''} ${cause instanceof Error ? cause.message : ''}`;
  return /redirect/i.test(words) ? new WebhookNotTaken('REDIRECT', true) : new WebhookNotTaken('CONNECTION', false);
}

/** Milliseconds that the receiver asks for; 0 when it does not. */
function retryAfterOf({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS) : 0;
}
