"""Is it faithful? Measures on labelled data."""
