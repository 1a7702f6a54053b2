"""The text form of a story: to the byte, and back.

::

    v0.24 🌳 ⍽            the version and a tree, then U+0020 and U+00A0
    <blank line>          … between all parts
    The title
    2024-08-18 02:09:53.946000
    One sentence. Another one of the same source [a3a17192].
    Notice: What the verdicts call for.
    Disclaimer: The fixed text.

A marker stands before the full stop (or ``?``, ``!``, ``…``) that ends the run of sentences which
share its citations. Behind a closing quotation mark or bracket, and where there is no closing
punctuation, it stands at the end. What would not read back as it was is refused, not printed.
"""

from datetime import UTC, datetime
from itertools import groupby, takewhile
from uuid import NAMESPACE_URL, uuid5

from groundwood.errors import InputError
from groundwood.nouns import CheckedStory, Paragraph, Sentence, Story
from groundwood.render.markers import Stretch, glue, holds_marker, marked, read_paragraph, stretches
from groundwood.render.parts import Part, parts_of
from groundwood.render.told import story_of

TREE = "🌳"
TAIL = " \u00a0"
NOTICE = "Notice: "
DISCLAIMER = "Disclaimer: "
TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
TIME_EXAMPLE = "2024-08-18 02:09:53.946000"

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:groundwood:story")


def render_text(story: Story | CheckedStory) -> str:
    """Return the text form, without a newline at its end.

    Raises:
        InputError: there is no story to print, or a part would not read back as what it is: it is
            blank or holds a line break, a sentence holds a citation marker, a paragraph begins like
            a notice or disclaimer, or an uncited sentence stands before a cited one, whose marker
            would cover it. The text quotes the part.
    """
    told = story_of(story)
    return "\n\n".join(
        (
            f"v{told.version} {TREE}{TAIL}",
            _line("title", told.title),
            told.updated_at.replace(tzinfo=None).isoformat(" ", "microseconds"),
            *map(_paragraph, told.paragraphs),
            *(NOTICE + _line("notice", notice) for notice in told.notices),
            DISCLAIMER + _line("disclaimer", told.disclaimer),
        )
    )


def parse_text(text: str) -> Story:
    """Return the story that the text form holds; also with CRLF, wrapped lines or a last newline.

    A marker covers the sentences since the last marker of its paragraph, up to the end of the
    sentence that it stands in; sentences behind the last marker are uncited. The uuid is derived
    from the text, so that equal texts give equal stories; the parent and the spans are unknown.

    Raises:
        InputError: a part is missing or malformed; the text names the line and what was expected.
    """
    parts = _parts(text)
    head, title, time, *body, disclaimer = parts
    notices = _closing_notices(body)
    body = body[: len(body) - len(notices)]
    return Story(
        uuid=uuid5(_NAMESPACE, "\n\n".join(part.text for part in parts)),
        version=_version(head),
        title=title.text,
        updated_at=_time(time),
        paragraphs=tuple(map(_read, body)),
        notices=tuple(_labelled(notice, NOTICE) for notice in notices),
        disclaimer=_labelled(disclaimer, DISCLAIMER),
    )


def _parts(text: str) -> list[Part]:
    parts = parts_of(text)
    if len(parts) < 4:
        last = parts[-1].last_line if parts else 1
        raise InputError(
            f"line {last}: not a whole story: expected version, title, time, paragraphs and "
            "disclaimer with blank lines between"
        )
    return parts


def _closing_notices(parts: list[Part]) -> list[Part]:
    ours = takewhile(lambda part: part.text.startswith(NOTICE), reversed(parts))
    return list(ours)[::-1]


def _read(part: Part) -> Paragraph:
    part.expect(not part.text.startswith(NOTICE), "notices only just above the disclaimer")
    part.expect(not part.text.startswith(DISCLAIMER), "the disclaimer only at the end")
    sentences = read_paragraph(part.text)
    part.expect(bool(sentences), "a sentence with the markers")
    return Paragraph(sentences=sentences)


def _version(part: Part) -> str:
    version, _, tree = part.text.partition(" ")
    number = version.removeprefix("v")
    whole, _, hundredths = number.partition(".")
    good = (
        version.startswith("v")
        and whole.isdecimal()
        and hundredths.isdecimal()
        and len(hundredths) == 2
        and tree == TREE
    )
    part.expect(good, f"a version like 'v0.01 {TREE}'")
    return number


def _time(part: Part) -> datetime:
    try:
        return datetime.strptime(part.text, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as exc:
        raise part.error(f"a UTC time like '{TIME_EXAMPLE}'") from exc


def _labelled(part: Part, label: str) -> str:
    part.expect(part.text.startswith(label), f"'{label}…'")
    return part.text.removeprefix(label).lstrip()


def _paragraph(paragraph: Paragraph) -> str:
    runs = [
        Stretch(_joined([_sentence(sentence) for sentence in run]), ids)
        for ids, run in groupby(paragraph.sentences, lambda sentence: sentence.article_ids)
    ]
    for run in runs[:-1]:
        if not run.ids:
            raise InputError(f"an uncited sentence stands before a cited one: {_cut(run.text)}")
    printed = _joined([marked(run) for run in runs])
    if printed.startswith((NOTICE, DISCLAIMER)):
        raise InputError(f"a paragraph begins like a notice or disclaimer: {_cut(printed)}")
    if stretches(printed) != runs:
        raise InputError(f"the markers of a paragraph would not read back: {_cut(printed)}")
    return printed


def _joined(texts: list[str]) -> str:
    return "".join(
        text + (glue(text) if place < len(texts) else "") for place, text in enumerate(texts, 1)
    )


def _sentence(sentence: Sentence) -> str:
    text = _line("sentence", sentence.text)
    if holds_marker(text):
        raise InputError(f"the sentence holds a citation marker in its words: {_cut(text)}")
    return text


def _line(name: str, text: str) -> str:
    if len(text.splitlines()) != 1 or text != text.strip():
        raise InputError(f"the {name} is not one line of text: {_cut(text)}")
    return text


def _cut(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:79] + "…")
