"""How the built-in judge is trained: one command, seeded, resumable from a checkpoint."""
