"""Text tools: cleaning, sentences, tags, dates and tokens. They know no agent and no store."""
