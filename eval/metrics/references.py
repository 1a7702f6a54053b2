"""Whether a text's reference list and its citations match one to one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from groundwood.eval.scoring import Scored, Values
from groundwood.eval.values import Value, none, share


@dataclass(frozen=True)
class ReferenceScore:
    """The shares of cited ids that are not listed, and of listed ones that are not cited, in [0, 1].

    ``is_valid`` is 1 where the list has each cited id once and no other, else 0.
    """

    dangling: Value
    orphans: Value
    is_valid: Value


def measured(story: Scored) -> Values:
    """Return whether what a sample cites and its own list of sources are the same."""
    listed = story.marking.listed
    if not listed:
        missing = none("no list of sources")
        return {"dangling_citations": missing, "orphan_references": missing}
    cited = {one.label for each in story.marking.sentences for one in each.citations}
    found = reference_score(sorted(cited), listed)
    return {"dangling_citations": found.dangling, "orphan_references": found.orphans}


def reference_score(cited: Sequence[str], listed: Sequence[str]) -> ReferenceScore:
    """Return how citations and list match; an id cited or listed several times counts once.

    As in ISO 690 (2021) each citation leads to its one reference, and here the other way round too.
    What would divide by nothing is none.
    """
    ours, theirs = set(cited), set(listed)
    is_valid = ours == theirs and max(Counter(listed).values(), default=1) == 1
    return ReferenceScore(
        dangling=share(len(ours - theirs), len(ours), "nothing is cited"),
        orphans=share(len(theirs - ours), len(theirs), "nothing is listed"),
        is_valid=(
            Value(number=float(is_valid)) if ours | theirs else none("nothing is cited or listed")
        ),
    )
