"""Known-false variants of sentences, to train a judge on and to test a checker with."""
