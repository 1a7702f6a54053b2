"""The report of a scored run: one page for people, and a short form for pull requests."""
