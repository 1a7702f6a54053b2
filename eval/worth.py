"""Which sentences call for a citation."""

import re

FEWEST_WORDS = 4
"""A shorter line is a fragment, a label or an exclamation."""

_TALK = re.compile(
    r"""(?:
        (?:here|below)\s(?:is|are)\b | the\sfollowing\b[^.]*:?\Z | (?:i|we)\s(?:hope|trust)\b
      | let\sme\sknow\b | (?:please\s)?note\sthat\sthis\s(?:story|article|summary|text|answer)\b
      | this\s(?:story|article|summary|answer|text|report)\s(?:covers|summari[sz]es|describes|is\sbased)\b
      | (?:as|for)\s(?:an\sai|more\sinformation|further\sdetails)\b | disclaimer\b
      | (?:in\s(?:summary|conclusion|short)|to\s(?:summari[sz]e|conclude|sum\sup))[,:]?\s*\W*\Z
      | the\sstory\s(?:curated\sor\ssynthesized\sby|so\sfar)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def is_checkworthy(sentence: str) -> bool:
    """Return whether the sentence states something of the world, which a source could bear out.

    Questions, lines that end with a colon, fragments of less than `FEWEST_WORDS` words, and talk
    about the text itself ("Here is a summary …", "I hope this helps", a disclaimer) state nothing.
    """
    bare = sentence.strip().rstrip("\"'”’»)")
    if bare.endswith(("?", "？", "؟", ":")) or len(bare.split()) < FEWEST_WORDS:
        return _is_unspaced(bare)
    return _TALK.match(bare) is None


def _is_unspaced(sentence: str) -> bool:
    """Return whether it is a statement in a script that puts no spaces between words."""
    letters = sum(char > "\u2e7f" for char in sentence)
    return letters >= 2 * FEWEST_WORDS and not sentence.endswith(("?", "？", ":", "："))
