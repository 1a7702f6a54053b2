"""Cleaning: any string becomes plain text that is safe to print, to cite and to search.

Both functions are idempotent, take time linear in the length of the text, and leave what is clean
as it is. What they do is listed in ``docs/articles.md``.
"""

import re
import unicodedata

from groundwood.text.markup import html_to_text, looks_like_html, unescape

MAX_LINE = 300
"""Longest title, outlet or name, in characters."""

_ROUNDS = 4

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
_BLANK = "\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_END = "\r\u2028\u2029"
_JOINER = "\u200c\u200d"
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_JOINED_SCRIPTS = (  # Arabic, Indic, Burmese, Khmer, Mongolian and emoji need their joiners
    "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1820-\u18aa"
    "\u2190-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff"
)

_UNCLEAN = re.compile(f"[{_INVISIBLE}{_BLANK}{_LINE_END}{_JOINER}\x80-\x9f&<]")
_SUSPECT = re.compile(
    f"{_UNCLEAN.pattern[:-1]}\u0300-\u036fÂÃÐÑâð]"
)  # one quick look at most texts
_CUT_HINT = " chars]"
_DROP = re.compile(f"[{_INVISIBLE}]")
_SPACE = re.compile(f"[{_BLANK}]")
_NEWLINE = re.compile(f"\r\n?|[{_LINE_END}]")
_C1 = re.compile("[\x80-\x9f]")
_STRAY_JOINER = re.compile(f"(?<![{_JOINED_SCRIPTS}])[{_JOINER}]")
_PILED_MARKS = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")
_MOJIBAKE = re.compile(f"(?:[ÂÃÐÑâ]|ðŸ)[{_CONTINUATION}]")
_ESCAPE = re.compile(
    "\x1b(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]|[\\]PX^_][^\x07\x1b\n]{0,256}(?:\x07|\x1b\\\\)|[ -/]?[0-~])?"
)
_CUT_MARK = re.compile(r"(?:…|\.\.\.)? ?\[\+\d{1,9} chars\]")
_RUN = re.compile("  +")
_EDGE = re.compile(" ?\n ?")
_LINES = re.compile("\n{3,}")
_CLOSED = re.compile(r"[.!?…。！？][\"'”’»)\]」』]{0,3}$")


def clean_text(raw: str) -> str:
    """Return clean text of whole paragraphs: blank lines part them, single line ends stay."""
    text = _clean(raw)
    if "\n" in text and "\n\n" not in text and _lines_are_paragraphs(text):
        return text.replace("\n", "\n\n")
    return text


def clean_line(raw: str, limit: int = MAX_LINE) -> str:
    """Return clean text on one line of at most ``limit`` characters, cut between words."""
    line = " ".join(_clean(raw).split())
    return line if len(line) <= limit else cut(line, limit - 1) + "…"


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of the text, cut at the last gap in its final tenth."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    for gap in ("\n\n", ". ", "。", " ", "\n"):
        place = head.rfind(gap, limit - limit // 10)
        if place > 0:
            return head[: place + (gap[0] in ".。")].rstrip()
    return head.rstrip()


def drop_controls(text: str) -> str:
    """Return the text without control characters, escape sequences and what cannot be seen."""
    return _DROP.sub("", _ESCAPE.sub("", text))


def printable(text: str, limit: int = 200) -> str:
    """Return foreign text fit for a message: one line, no control characters, cut to the limit."""
    line = " ".join(_ESCAPE.sub("", text[: 4 * limit]).split())
    line = line if line.isprintable() else "".join(filter(str.isprintable, line))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _clean(raw: str) -> str:
    text = raw.strip()
    for _ in range(_ROUNDS):
        if _is_clean(text):
            return text
        before, text = text, _step(text)
        if text == before:
            return text
    return _step(text.replace("&", "").replace("<", ""))


def _is_clean(text: str) -> bool:
    return not (
        (_SUSPECT.search(text) is not None and _is_unclean(text))
        or "  " in text
        or " \n" in text
        or "\n " in text
        or "\n\n\n" in text
        or _CUT_HINT in text
        or not (text.isascii() or unicodedata.is_normalized("NFC", text))
    )


def _is_unclean(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_UNCLEAN, _PILED_MARKS, _MOJIBAKE))


def _step(text: str) -> str:
    text = _ESCAPE.sub("", text) if "\x1b" in text else text
    text = _repaired(text)
    text = _SPACE.sub(" ", _NEWLINE.sub("\n", _DROP.sub("", _C1.sub(_as_windows, text))))
    text = html_to_text(text) if looks_like_html(text) else unescape(text)
    text = unicodedata.normalize("NFC", _STRAY_JOINER.sub("", _PILED_MARKS.sub(r"\1", text)))
    text = _CUT_MARK.sub("…", text) if _CUT_HINT in text else text
    return _LINES.sub("\n\n", _EDGE.sub("\n", _RUN.sub(" ", text))).strip()


def _as_windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", "ignore")


def _repaired(text: str) -> str:
    """Undo UTF-8 that was read as another encoding, line by line, where that is beyond doubt."""
    if text.isascii() or _MOJIBAKE.search(text) is None:
        return text
    from ftfy import TextFixerConfig, fix_encoding  # large tables, rarely needed

    config = TextFixerConfig(replace_lossy_sequences=False)
    return "".join(
        fix_encoding(line, config) if _MOJIBAKE.search(line) else line
        for line in text.splitlines(keepends=True)
    )


def _lines_are_paragraphs(text: str) -> bool:
    lines = text.split("\n")
    return len(text) > 80 * len(lines) and all(_CLOSED.search(line[-8:]) for line in lines)
