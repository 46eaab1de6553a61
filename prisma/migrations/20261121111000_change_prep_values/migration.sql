-- A step that prepares a change for a bug nobody knew, and what becomes of proposals that something newer replaces.
-- New values cannot be used in the transaction that adds them, so they come before everything that does.
ALTER TYPE "PipelineStepKind" ADD VALUE 'CHANGE_PREP';
ALTER TYPE "ChangeRequestState" ADD VALUE 'SUPERSEDED';
ALTER TYPE "ReplyDraftState" ADD VALUE 'SUPERSEDED';
ALTER TYPE "ReplyDraftState" ADD VALUE 'ABANDONED';
