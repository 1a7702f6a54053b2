"""Whether there is a text at all: what every other metric leaves out of its mean."""

from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value


def measured(story: Scored) -> Values:
    """Return 1 for a sample with a sentence, and 0 for one without, and the number of sentences."""
    count = len(story.marking.sentences)
    return {"answered": Value(number=float(count > 0)), "sentences": Value(number=float(count))}
