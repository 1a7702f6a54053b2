"""What is surely no article: consent walls, pay walls, error pages, log-in forms, player stubs."""

import re

LONGEST = 600
"""A longer text is never taken for one of these."""

_WORDLESS_FROM = 2000
_SAMPLE = 4000

_KINDS = {
    "a consent notice": (
        r"accept all|manage (?:options|cookies|preferences|consent)|reject all"
        r"|our (?:\d[\d,. ]*)?(?:trusted )?partners|we value your privacy|we use cookies"
        r"|access information on (?:a|your) device|cookie (?:settings|preferences)"
    ),
    "a pay wall": (
        r"(?:limit|number) of free articles|free articles? (?:left|remaining|this month)"
        r"|subscribe (?:now|today|to (?:continue|read))|already a subscriber|already have an account"
        r"|(?:log|sign) in to (?:continue|read)|(?:start|begin) your (?:free )?trial"
        r"|for subscribers only|become a subscriber|to continue reading"
    ),
    "an error page": (
        r"page (?:that )?you(?:['’]re| are| were)? looking for|page (?:was )?not found"
        r"|\b404\b|may have (?:been )?(?:moved|removed|deleted)|page does(?: not|n['’]t) exist"
        r"|internal server error|service unavailable|bad gateway"
    ),
    "a log-in form": (
        r"remember me|forgot(?:ten)?(?: your)? password|create an account|email password"
        r"|(?:log|sign) in\b|sign up"
    ),
    "a player stub": (
        r"enable javascript|javascript (?:is )?(?:disabled|required)|loading(?:\.\.\.|…)"
        r"|does(?: not|n['’]t) support (?:html5 )?video|ad ?-?blocker|to view this video"
        r"|this video is (?:not|un)"
    ),
    "a robot check": (
        r"(?:you are|you're) (?:a |not a )?(?:human|robot)|captcha|checking your browser"
        r"|unusual traffic|access denied|ray id"
    ),
}
_PATTERNS = {kind: re.compile(phrases, re.IGNORECASE) for kind, phrases in _KINDS.items()}
_ANY = re.compile("|".join(_KINDS.values()), re.IGNORECASE)


def reason_against(title: str, text: str) -> str | None:
    """Return why the text is no article, or none. Clean text is expected.

    A text is a page's furniture where it is short and two different phrases of one kind stand in
    it or in its title.
    """
    if not any(map(str.isalpha, text[:_SAMPLE])):
        return "the text holds no words"
    if len(text) > _WORDLESS_FROM:
        return _wordless(text[:_SAMPLE])
    if len(text) <= LONGEST and _ANY.search(text):
        return _furniture(f"{title}\n{text}")
    return None


def _wordless(sample: str) -> str | None:
    if sample.count(" ") + sample.count("\n") > len(sample) / 100:
        return None
    if sum(map(str.isascii, sample)) < 0.9 * len(sample):
        return None  # scripts that set no spaces
    return "the text holds no words: there are hardly any spaces in it"


def _furniture(page: str) -> str | None:
    for kind, phrases in _PATTERNS.items():
        if len({found.lower() for found in phrases.findall(page)}) >= 2:
            return f"the text is {kind}, not an article"
    return None
