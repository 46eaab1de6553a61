import { watch } from 'node:fs';
import { inProject } from '../project.js';

const QUIET_MS = 150;

/** Calls `changed` once a burst of changes to the sources is over, until disposed. */
export function watchSources(changed: (file: string) => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(inProject('src'), { recursive: true }, (_event, file) => {
    if (file === null || !/\.(ts|json|graphql|html)$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => changed(file), QUIET_MS);
  });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
