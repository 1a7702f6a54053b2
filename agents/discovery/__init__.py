"""The event finder: new articles grouped into events, each with a known story or a new topic."""
