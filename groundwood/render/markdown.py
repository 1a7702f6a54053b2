"""The Markdown form (CommonMark): the story, and a numbered list of its sources.

Every word that comes from an article or a model is escaped: it prints as it is, and starts no
heading, list, link, image, table, HTML or formula. A citation is a link to the list, where it has
the number of its source.
"""

import re
from itertools import groupby

from groundwood.nouns import CheckedStory, Paragraph, Story
from groundwood.render.links import live_url
from groundwood.render.probed import kinds_line, probe_line
from groundwood.render.told import NumberedSource, day, minute, numbered_sources, story_of

Sources = dict[str, NumberedSource]

_SPECIAL = re.compile(
    r"[`*_{}\[\]#!|<~$&^@]"  # what opens a construct anywhere
    r"|(?<=http):|(?<=https):|(?<=www)\."  # bare addresses that some readers make live
    r"|^[-+=>:]|^\d+[.)]",  # what opens one at the start of a line
    re.IGNORECASE,
)
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def render_markdown(story: Story | CheckedStory) -> str:
    """Return the story as Markdown, with a newline at its end.

    Raises:
        InputError: there is no story to print.
    """
    told = story_of(story)
    sources = numbered_sources(story)
    parts = [
        f"# {escape(told.title)}",
        f"*v{told.version} 🌳 · {minute(told.updated_at)}*",
        *(_paragraph(paragraph, sources) for paragraph in told.paragraphs),
        *(f"> **Notice:** {escape(notice)}" for notice in told.notices),
        *(["## Sources", "\n".join(map(_source, sources.values()))] if sources else []),
        *_probe(story),
        f"*Disclaimer: {escape(told.disclaimer)}*",
    ]
    return "\n\n".join(parts) + "\n"


def _probe(story: Story | CheckedStory) -> list[str]:
    if isinstance(story, Story) or story.probe is None:
        return []
    kinds = kinds_line(story.probe)
    return [escape(probe_line(story.probe) + (f" By kind: {kinds}." if kinds else ""))]


def escape(text: str) -> str:
    """Return the text on one line, with everything escaped that Markdown would read."""
    line = _STRANGE.sub("\ufffd", " ".join(text.split()))
    return "&#92;".join(_SPECIAL.sub(_escaped, piece) for piece in line.split("\\"))


def _escaped(special: re.Match[str]) -> str:
    found = special.group()
    return f"{found[:-1]}\\{found[-1]}"


def _paragraph(paragraph: Paragraph, sources: Sources) -> str:
    runs = groupby(paragraph.sentences, lambda sentence: sentence.article_ids)
    return " ".join(
        " ".join(escape(sentence.text) for sentence in run)
        + "".join(f" [\\[{sources[key].number}\\]](#sources)" for key in ids)
        for ids, run in runs
    )


def _source(cited: NumberedSource) -> str:
    source = cited.source
    url = live_url(source.url) if source else None
    title = f"[{escape(cited.name)}](<{url}>)" if url else escape(cited.name)
    date = day(source.published_at) if source and source.published_at else "undated"
    about = [escape(source.source or "") if source else "", date if source else ""]
    return f"{cited.number}. " + ", ".join(filter(None, (title, *about, f"`{cited.article_id}`")))
