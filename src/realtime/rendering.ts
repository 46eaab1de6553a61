import type { Logger } from 'pino';
import type { Rendering } from './live-group.js';
import { isPassing } from './passing-fault.js';
import type { RenderedItem } from './rendered-item.js';
import type { StoredEntry } from './stored-entry.js';
import { isOpening } from './stored-entry.js';

/** An entry, and what a group's subscribers are given for it: nothing when they did not ask for such events. */
export interface Rendered {
  readonly entry: StoredEntry;
  readonly item: RenderedItem | null;
  readonly isEnd: boolean;
}

/**
 * Renders one entry, in this turn when the execution needs to wait for nothing. Rejects with what passes only: then the
 * entry is to be rendered again.
 */
export function renderEntry(
  entry: StoredEntry,
  { source, render }: Rendering,
  logger: Logger,
): Rendered | Promise<Rendered> {
  const nothing: Rendered = { entry, item: null, isEnd: false };
  if (isOpening(entry)) return nothing;
  const failed = (error: unknown): Rendered => {
    if (isPassing(error)) throw error;
    // A retry would fail the same way and hold up everything behind it.
    logger.error({ err: error, topic: source.topic, type: entry.event.type }, 'an event cannot be shown');
    return nothing;
  };
  try {
    const item = source.toItem(entry);
    if (!item) return nothing;
    const isEnd = source.isEnd(item);
    const rendered = render(item);
    if (rendered instanceof Promise) return rendered.then((made) => ({ entry, item: made, isEnd }), failed);
    return { entry, item: rendered, isEnd };
  } catch (error) {
    return isPassing(error) ? Promise.reject(error) : failed(error);
  }
}

/** Renders several; in this turn when none of them has to wait. */
export function renderAll(
  entries: readonly StoredEntry[],
  render: (entry: StoredEntry) => Rendered | Promise<Rendered>,
): readonly Rendered[] | Promise<readonly Rendered[]> {
  const all = entries.map(render);
  const isReady = (one: Rendered | Promise<Rendered>): one is Rendered => !(one instanceof Promise);
  return all.every(isReady) ? all : Promise.all(all);
}
