"""Facts that sources tell differently, and how a story reports that."""

from typing import Literal

from pydantic import Field

from groundwood.nouns.base import Noun
from groundwood.nouns.story import Citation, Sentence

DisagreementKind = Literal["figure", "day", "outcome", "account"]
"""What differs; an ``account`` is a disagreement of which one source itself tells both sides."""


class Account(Noun):
    """What one side tells of a fact.

    ``teller`` is the outlet (else the article's title), or who is named in the article's own words;
    ``told`` the differing words; ``citation`` the article and the spans that say so.
    """

    teller: str = Field(min_length=1)
    told: str = Field(min_length=1)
    citation: Citation


class Disagreement(Noun):
    """A fact on which sources differ; ``is_update`` says that the last account renews the first.

    ``sentence`` reports all sides, each by its teller, and cites them; none where no grammatical
    sentence can be made of the sources' own words.
    """

    kind: DisagreementKind
    accounts: tuple[Account, ...] = Field(min_length=2)
    sentence: Sentence | None = None
    is_update: bool = False
