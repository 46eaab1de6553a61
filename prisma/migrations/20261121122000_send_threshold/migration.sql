-- What was measured (docs/support.md, "Matching"): 0.4 sends an answer to one in seven questions that no article answers.
-- Projects keep what they have.
ALTER TABLE "Project" ALTER COLUMN "sendThreshold" SET DEFAULT 0.5;
