"""The nouns: frozen values that travel between the rooms."""

from groundwood.nouns.article import Article, ArticleId, Passage, Span, UtcTime, digest_of, to_utc
from groundwood.nouns.base import Noun
from groundwood.nouns.disagreement import Account, Disagreement
from groundwood.nouns.probe import Miss, Probe, ProbedKind
from groundwood.nouns.story import (
    DISCLAIMER,
    Citation,
    Paragraph,
    Sentence,
    Story,
    next_version,
)
from groundwood.nouns.topic import Evidence, Hit, ParagraphPlan, Plan, Topic
from groundwood.nouns.verdict import (
    CheckedStory,
    FactCheck,
    Finding,
    LedgerEntry,
    Outcome,
    QuotedPassage,
    Source,
    Usage,
    Verdict,
)

__all__ = [
    "DISCLAIMER",
    "Account",
    "Article",
    "ArticleId",
    "CheckedStory",
    "Citation",
    "Disagreement",
    "Evidence",
    "FactCheck",
    "Finding",
    "Hit",
    "LedgerEntry",
    "Miss",
    "Noun",
    "Outcome",
    "Paragraph",
    "ParagraphPlan",
    "Passage",
    "Plan",
    "Probe",
    "ProbedKind",
    "QuotedPassage",
    "Sentence",
    "Source",
    "Span",
    "Story",
    "Topic",
    "Usage",
    "UtcTime",
    "Verdict",
    "digest_of",
    "next_version",
    "to_utc",
]
