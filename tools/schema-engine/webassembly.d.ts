// Node has WebAssembly, but its types come only with the browser's, which this project does without.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
  readonly RuntimeError: new (message?: string) => Error & { readonly name: 'RuntimeError' };
};
