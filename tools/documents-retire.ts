import { documents } from './run/documents.js';

await documents('retire');
