"""The forms in which a sentence can be printed, all of them saying exactly what it says."""

import re
from collections.abc import Callable

FEWEST_WORDS = 6
"""Of a form that is shorter than its sentence."""
MOST_FORMS = 8

_QUOTED = re.compile(r"[“”\"«»「」]|(?<!\w)[‘'](?=\w)|(?<=[.,!?])[’']")
_ACRONYM = re.compile(r" \(([A-Z][A-Za-z]*[A-Z]s?)\)")
_AGE = re.compile(r"(?<=[a-z]), \d{1,2},(?= (?:of|from|said|says|who|was|is|told)\b)")
_ANY_AGE = re.compile(r", \d{1,2}\b")
_FIXED_ALSO = re.compile(r"\b(?:not|but|and|or) also\b|\bnot only\b|\balso (?:known|called|as)\b")
_OWN_CONNECTIVE = re.compile(
    r"(?:Also|In addition|Additionally|Moreover|Furthermore|Meanwhile|Besides), (?=[A-Za-z])"
)
_SEMICOLON = re.compile(
    r"^([^;:]+); (?!(?:and|but|or|so|yet|however|nor|still|others?|while|though)\b)([a-z][^;]+)$"
)
_REACHES_ON = re.compile(
    r"\b(?:said|says|told|according|that|if|whether|unless|not|no|never|neither)\b|n[’']t\b",
    re.IGNORECASE,
)
_SAID_BARE = re.compile(
    r"\b(said|says) (?=(?:the|its|their|a|an) (?:[a-z]+ ){1,2}"
    r"(?:had|has|have|was|were|is|are|will|would|could|can|should|must|may|might)\b)"
)
_ACCORDING_LAST = re.compile(r"^([^,;:–—]+), according to ((?:the |a |an |[A-Z])[^,;:–—]+)\.$")
_ACCORDING_FIRST = re.compile(r"^According to ((?:the |a |an |[A-Z])[^,;:–—]+), ([^,;:–—]+)\.$")
_SPEECH = re.compile(r"\b(?:said|says|according|told|if|whether|not|no|never|but)\b", re.IGNORECASE)


def forms_of(
    text: str, others: str = "", *, starts_small: bool = False, goes_on: bool = True
) -> tuple[str, ...]:
    """Return the text itself and its other forms, at most eight, each once.

    What may go: an acronym in brackets that neither the text nor ``others`` use again, the only
    age, the source's own adding connective, an "also" that adds to nothing that is printed. What
    may change: "according to" goes to the other end, a semicolon becomes "and", "said the" becomes
    "said that the". Numbers, names, hedges and attributions stay, and a sentence with a quotation
    stays as it is.

    Args:
        text: a sentence as printed.
        others: what else is or may be printed, where an acronym could be used again.
        starts_small: whether its first word is written small inside a sentence.
        goes_on: whether the sentence before it in its source is printed right before it.
    """
    if _QUOTED.search(text):
        return (text,)
    changes: tuple[Callable[[str], str], ...] = (
        lambda form: _without_acronyms(form, others),
        _without_age,
        _without_connective,
        lambda form: form if goes_on else _without_also(form),
        _with_and,
        _with_that,
        _attributed_last,
        lambda form: _attributed_first(form) if starts_small else form,
    )
    forms = [text]
    for change in changes:
        changed = [change(form) for form in forms]
        forms += [form for form in changed if _is_new(form, forms)]
    return tuple(dict.fromkeys(forms))[:MOST_FORMS]


def _is_new(form: str, forms: list[str]) -> bool:
    return form not in forms and len(form.split()) >= FEWEST_WORDS


def _without_acronyms(text: str, others: str) -> str:
    def used_again(name: str) -> bool:
        return len(re.findall(rf"\b{name}\b", f"{text} {others}")) > 1

    return _ACRONYM.sub(lambda m: m.group() if used_again(m[1]) else "", text)


def _without_age(text: str) -> str:
    return _AGE.sub("", text) if len(_ANY_AGE.findall(text)) == 1 else text


def _without_also(text: str) -> str:
    if text.count(" also ") != 1 or _FIXED_ALSO.search(text):
        return text
    return text.replace(" also ", " ")


def _without_connective(text: str) -> str:
    return _capital(_OWN_CONNECTIVE.sub("", text, count=1))


def _with_and(text: str) -> str:
    match = _SEMICOLON.match(text)
    if match is None or _REACHES_ON.search(match[1]):
        return text
    return f"{match[1]}, and {match[2]}"


def _with_that(text: str) -> str:
    return text if re.search(r"\bthat\b", text) else _SAID_BARE.sub(r"\1 that ", text, count=1)


def _attributed_last(text: str) -> str:
    match = _ACCORDING_FIRST.match(text)
    if match is None or _SPEECH.search(match[2]):
        return text
    return f"{_capital(match[2])}, according to {match[1]}."


def _attributed_first(text: str) -> str:
    match = _ACCORDING_LAST.match(text)
    if match is None or _SPEECH.search(match[1]):
        return text
    return f"According to {match[2]}, {match[1][0].lower()}{match[1][1:]}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
