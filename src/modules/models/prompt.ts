import type { ModelPrompt } from '../../ports.js';

/**
 * A prompt under a name and a version. Another wording is another version: what a model answered can then be laid to
 * the words it was asked with.
 */
export interface PromptVersion<Input> {
  readonly name: string;
  readonly version: number;
  render(input: Input): ModelPrompt;
}

/**
 * Puts a stranger's text between marks that the text itself cannot hold, so that a model can tell what is said from
 * what is asked of it.
 */
export function quoted(label: string, text: string, limit: number): string {
  const plain = text.replaceAll('<<<', '‹‹‹').replaceAll('>>>', '›››');
  const cut = plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
  return `<<<${label}\n${cut}\n${label}>>>`;
}
