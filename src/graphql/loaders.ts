import type { Context } from './context.js';

/** Something that batches or remembers within one operation, made when it is first asked for. */
export function loaderOf<Loader>(make: (context: Context) => Loader): (context: Context) => Loader {
  const loaders = new WeakMap<Context, Loader>();
  return (context) => {
    const known = loaders.get(context) ?? make(context);
    loaders.set(context, known);
    return known;
  };
}
