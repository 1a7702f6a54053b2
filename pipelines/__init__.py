"""How it flows: the story graph, and what runs it."""
