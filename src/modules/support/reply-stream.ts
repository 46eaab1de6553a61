import type { JobRun } from '../../jobs/define-job.js';
import { caseTopic } from '../../realtime/topic.js';
import type { CaseStreamEvent } from './case-events.js';

/** Text is gathered for so long before it goes out: nobody reads faster. */
const GATHER_MS = 40;

/**
 * Streams the text of a draft to those who watch the case while it is written. What is streamed is not stored: the
 * whole text comes with the draft's next state.
 */
export class ReplyStream {
  readonly #emit: JobRun['emit'];
  readonly #caseId: string;
  readonly #draftId: string;
  #offset = 0;
  #gathered = '';
  #sentAt = 0;
  /** Runs while text is gathered: a model that pauses must not keep back what it has said. */
  #timer: NodeJS.Timeout | undefined;

  constructor(emit: JobRun['emit'], caseId: string, draftId: string) {
    this.#emit = emit;
    this.#caseId = caseId;
    this.#draftId = draftId;
  }

  add(text: string): void {
    this.#gathered += text;
    if (performance.now() - this.#sentAt >= GATHER_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  /** Sends what has been gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#gathered === '') return;
    const text = this.#gathered;
    const delta: CaseStreamEvent = { type: 'ReplyDraftDelta', draftId: this.#draftId, offset: this.#offset, text };
    this.#offset += text.length;
    this.#gathered = '';
    this.#sentAt = performance.now();
    this.#emit(caseTopic(this.#caseId), { ...delta });
  }
}
