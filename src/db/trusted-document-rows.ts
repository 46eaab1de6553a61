import type { PrismaClient } from '../generated/prisma/client.js';

/** A document as one version of a client was built with it. */
export interface TrustedDocumentRow {
  readonly clientName: string;
  readonly clientVersion: string;
  readonly text: string;
}

/** Reads the documents of all clients; they belong to no tenant. */
export class TrustedDocumentRows {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /** Rows of one document that are not retired. */
  find(by: 'hash' | 'normalHash', value: string): Promise<TrustedDocumentRow[]> {
    return this.#prisma.trustedDocument.findMany({
      where: { [by]: value, retiredAt: null },
      select: { clientName: true, clientVersion: true, text: true },
    });
  }
}
