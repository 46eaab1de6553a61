import { readFileSync } from 'node:fs';
import { OfflineTriageModel } from './offline-triage-model.js';

/** Where the bundled model lies; the build copies the folder beside the compiled code. */
export const GENERAL_MODEL_FILE = new URL('./assets/general-triage.bin', import.meta.url);

/** Reads the model that comes with the product. */
export function loadGeneralModel(file: URL = GENERAL_MODEL_FILE): OfflineTriageModel {
  return new OfflineTriageModel(readFileSync(file), null);
}
