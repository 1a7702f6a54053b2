"""HTML in a text field becomes the text that a reader of the page would see."""

import html
import re
from html.entities import html5
from typing import Any

_BLOCKS = (
    "address|article|aside|blockquote|body|dd|div|dl|dt|figure|figcaption|footer|form|h[1-6]|"
    "header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
)
_INLINE = (
    "a|abbr|b|big|button|center|cite|code|del|em|font|head|i|iframe|ins|label|mark|noscript|"
    "q|s|script|small|span|strike|strong|style|sub|sup|svg|time|title|u|video"
)
_EVIDENCE = re.compile(
    rf"</(?:{_BLOCKS}|{_INLINE})\s*>"
    r"|<(?:p|br|hr|img|input|link|meta|script|style|iframe|html|body|div)\b[^<>]{0,2000}>"
    r"|<!--|<!doctype",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(rf"<(?:br|{_BLOCKS})\b", re.IGNORECASE)
_PARAGRAPH = re.compile(rf"(?:{_BLOCKS})$")
_ROW = frozenset(("li", "dd", "dt", "tr"))
_CELL = frozenset(("td", "th"))
_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math",
        "canvas", "audio", "video", "nav", "aside", "footer", "form", "button", "select", "option",
        "textarea", "input", "figcaption", "head",
    )
)  # fmt: skip
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|(?:left|top|text-indent)\s*:\s*-\d{3}",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|hidden)(?:\s|$)")
_SPACES = re.compile(r"\s+")
_AMPS = re.compile(r"&(?:amp;)+")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")


def looks_like_html(text: str) -> bool:
    """Return whether the text holds markup: a closing tag, or a tag that needs none."""
    return "<" in text and _EVIDENCE.search(text) is not None


def unescape(text: str) -> str:
    """Return the text with its character references replaced; references to nothing vanish."""
    return _ENTITY.sub(_character, _AMPS.sub("&", text)) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    reference = found[0]
    if reference[1] != "#":
        return html5.get(reference[1:], reference)
    return html.unescape(reference).replace("\ufffd", "")


def html_to_text(markup: str) -> str:
    """Return the visible text, blocks parted by blank lines; inline markup alone keeps its lines.

    Scripts, styles, navigation, comments, captions and hidden elements are left out. The markup
    must hold no control characters. Takes time linear in its length.
    """
    root = parse_html(markup)
    if root is None:
        return ""
    return text_of_element(root, keep_lines=_BLOCK_TAG.search(markup) is None)


def text_of_element(root: Any, *, keep_lines: bool = False) -> str:
    """Return the visible text below a parsed element."""
    return "".join(_pieces(root, keep_lines=keep_lines))


def parse_html(markup: str) -> Any:
    """Return the root of the page as lxml reads it, or none where there is nothing to read."""
    from lxml import etree  # type: ignore[import-untyped]  # a native library, rarely needed
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def is_hidden(element: Any) -> bool:
    """Return whether the element is kept from the reader's sight by its own attributes."""
    get = element.get
    return (
        get("hidden") is not None
        or get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(get("style") or "") is not None
        or _HIDDEN_CLASS.search(get("class") or "") is not None
    )


def _pieces(root: Any, *, keep_lines: bool) -> list[str]:
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        pieces.append(_gap(element.tag, event))
        if event == "start" and (_is_dropped(element) or is_hidden(element)):
            walk.skip_subtree()
        else:
            words = element.text if event == "start" else element.tail
            pieces.append(words or "" if keep_lines else _SPACES.sub(" ", words or ""))
    return pieces


def _is_dropped(element: Any) -> bool:
    if element.tag == "header":
        return not any(parent.tag in ("article", "main") for parent in element.iterancestors())
    return element.tag in _DROPPED


def _gap(tag: Any, event: str) -> str:
    if tag in _ROW or (tag == "br" and event == "start"):
        return "\n"
    if tag in _CELL:
        return " "
    return "\n\n" if isinstance(tag, str) and _PARAGRAPH.match(tag) else ""
