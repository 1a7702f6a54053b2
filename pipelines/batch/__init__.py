"""The nightly batch: many topics, one idempotent run, a ledger of what came of each."""
