"""Who works: retriever, summarizer, citation checker and disclaimer. None knows the graph."""
