import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import type { OperationCaller } from '../graphql/operation.js';

/** Is told of every operation, for logs, metrics and traces. */
export interface OperationObserver {
  /** Returns what to call with the result. */
  started(operation: OperationDefinitionNode, caller: OperationCaller, cost: number): (result: ExecutionResult) => void;
}
