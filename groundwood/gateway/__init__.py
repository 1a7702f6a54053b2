"""The model gateway: the one room that talks to language models."""
