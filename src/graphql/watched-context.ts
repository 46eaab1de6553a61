import type { Viewer } from '../auth/viewer.js';
import type { Context } from './context.js';

/** What of a viewer is in the key of their rights, so that whoever shares the key has the same. */
const SHARED_OF_VIEWER: ReadonlySet<PropertyKey> = new Set<keyof Viewer>(['tenantId', 'permissions']);
/** What of a context is the same for all of them. */
const SHARED_OF_CONTEXT: ReadonlySet<PropertyKey> = new Set<keyof Context>([
  'db',
  'services',
  'log',
  'requestId',
  'signal',
]);

/**
 * A context that tells when somebody looks at who the viewer is, beyond what they may do: at their id, role or label,
 * at their client, or at anything that is added to contexts later. What was made without such a look is the same for
 * everybody of the same rights and may be shown to them; what was made with one is for this viewer alone. So no field
 * has to say of itself that it is personal, and none can forget to.
 */
export function watchContext(context: Context, onPersonal: () => void): Context {
  const { viewer } = context;
  const watched = viewer && watch(viewer, SHARED_OF_VIEWER, onPersonal);
  return new Proxy(context, {
    get(target, name) {
      if (name === 'viewer') return watched;
      if (typeof name === 'string' && !SHARED_OF_CONTEXT.has(name)) onPersonal();
      // On the target itself: a getter behind a proxy could not reach its private fields.
      return Reflect.get(target, name, target);
    },
  });
}

function watch<Watched extends object>(
  watched: Watched,
  shared: ReadonlySet<PropertyKey>,
  onPersonal: () => void,
): Watched {
  return new Proxy(watched, {
    get(target, name) {
      if (typeof name === 'string' && !shared.has(name)) onPersonal();
      return Reflect.get(target, name, target);
    },
    ownKeys(target) {
      onPersonal(); // all of it is copied
      return Reflect.ownKeys(target);
    },
  });
}
