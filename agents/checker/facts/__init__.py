"""The facts of a sentence, found without a model, and what is left of it without some of them."""
