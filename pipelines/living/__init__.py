"""Living stories: a story that is kept up to date, version by version."""
