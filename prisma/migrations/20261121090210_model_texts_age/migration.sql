-- What was asked and answered is forgotten after a while: the texts that are left are found without walking the calls.
CREATE INDEX "LlmCall_texts_idx" ON "LlmCall" ("tenantId", "startedAt") WHERE "prompt" IS NOT NULL;
