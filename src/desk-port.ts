/** What the desk asks its models for besides triage; a part of `ports.ts`, through which it is used. */

/** A knowledge-base article offered as a source of a reply; `score` orders them, higher is better. */
export interface ReplySource {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Match score between 0 and 1 as given by the search. */
  readonly score: number;
}

export interface ReplyRequest {
  readonly subject: string;
  readonly body: string;
  readonly customerName: string | null;
  readonly articles: readonly ReplySource[];
}

/** Text arrives in deltas; exactly one `final` comes last and holds the whole (deltas joined = `body`). */
export type ReplyChunk =
  | { readonly kind: 'delta'; readonly text: string }
  | {
      readonly kind: 'final';
      readonly body: string;
      readonly citations: readonly string[];
      /** Sentences that stand in every reply and claim nothing, such as its closing. */
      readonly frame?: readonly string[] | undefined;
    };

/** Another case of the same project that resembles the one at hand. */
export interface ChangeNeighbour {
  readonly title: string;
  readonly body: string;
  readonly number: number;
  /** What a change that was prepared for it touches; empty when none was. */
  readonly surfaces: readonly string[];
}

/** A bug that nobody knew, for which a change is to be prepared. */
export interface ChangeRequestMatter {
  readonly title: string;
  /** Markdown or plain text, any length. */
  readonly body: string;
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly neighbours: readonly ChangeNeighbour[];
}

/** What should be changed. Everything in it comes from the case and its neighbours. */
export interface ChangeProposal {
  /** What is wrong and what should be, in plain words. */
  readonly summary: string;
  /** Parts of the product: paths, symbols, components, pages; the likeliest first. */
  readonly affectedSurfaces: readonly string[];
  readonly riskLevel: 'LOW' | 'MEDIUM' | 'HIGH';
  readonly riskReason: string;
  readonly testIdeas: readonly string[];
  /** How much of what a change needs was found, 0 to 1. */
  readonly confidence: number;
  /** What the proposal rests on, and what was missing. */
  readonly reasons: readonly string[];
}
