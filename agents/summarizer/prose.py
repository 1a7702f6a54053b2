"""Whether a line is a whole sentence of prose: no caption, label, fragment or slip of the tongue."""

import re

from groundwood.agents.summarizer import words

SHORT_QUOTE = 3
"""Words that may stand in quotation marks without a speaker."""

_LABEL = re.compile(r"^([^:“\"]{2,60}): ")
_PARTICIPLE = re.compile(r"^[A-Z][a-z]+ing\b")
_REPEATED = re.compile(
    r"\b(\w+(?: \w+){0,3})(?:,| —|—| --| –) \1\b|(?:—|--|–) ?not [\w ]+,|\w- (?:—|--|–)|\b(the|and|of|to|in|with) \2\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|(?<!\w)[‘']([^’']+(?:[’']\w[^’']*)*)[’'](?!\w)")
_SPEAKING = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told|tells|add(?:ed|s)|wrote|writes|accord(?:ing|s)|ask(?:ed|s)|call(?:ed|s|ing)"
    r"|describ\w+|stat(?:ed|es|ing)|warn\w*|not(?:ed|es)|argu\w+|claim\w*|explain\w*|continued|declar\w+"
    r"|announc\w+|respond\w*|repl(?:ied|ies)|quot\w+|insist\w*|remark\w*|report\w*|rul(?:ed|es)|titled"
    r"|named|known as|comment\w*|demand\w*|statement|letter|accus\w+|denounc\w+|labell?ed|dubbed|agree\w*"
    r"|express\w*|recalled|spoke|concluded|found|shows?|offered|headed|headline)\b"
)


def is_sentence(text: str) -> bool:
    """Say whether the English line has a finite verb of its own and is no label or slip."""
    return (
        _has_finite_verb(text)
        and not _is_label(text)
        and not _REPEATED.search(text)
        and not _is_speech_without_speaker(text)
    )


def narration(text: str) -> str:
    """Return the text without what stands in quotation marks."""
    return _QUOTED.sub("", text)


def _has_finite_verb(text: str) -> bool:
    plain = narration(text)
    if _PARTICIPLE.match(plain) and "," not in plain:
        return words.STRONG_VERB.search(plain) is not None
    strong = words.STRONG_VERB.search(plain)
    return strong is not None or words.WEAK_VERB.search(plain) is not None


def _is_label(text: str) -> bool:
    label = _LABEL.match(text)
    return label is not None and not _has_finite_verb(label.group(1))


def _is_speech_without_speaker(text: str) -> bool:
    quoted = [next(filter(None, match.groups()), "") for match in _QUOTED.finditer(text)]
    if not any(len(quote.split()) > SHORT_QUOTE for quote in quoted):
        return False
    return _SPEAKING.search(narration(text)) is None
