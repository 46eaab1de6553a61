import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, print } from 'graphql';
import { inProject } from '../../tools/project.js';

/** An operation that clients hold. */
export interface ContractDocument {
  readonly file: string;
  readonly name: string;
  /** Its text, alone. */
  readonly text: string;
}

/** The operations of `test/contract`, which are the clients' and stay as they are. */
export function contractDocuments(): ContractDocument[] {
  return readdirSync(inProject('test/contract'))
    .sort()
    .flatMap((file) =>
      parse(readFileSync(inProject('test/contract', file), 'utf8')).definitions.map((node) => {
        if (node.kind !== Kind.OPERATION_DEFINITION || !node.name) throw new Error(`${file}: name every operation`);
        return { file, name: node.name.value, text: print(node) };
      }),
    );
}
