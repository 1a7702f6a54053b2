"""The Markdown form: the story with links to a list of its sources."""

import re
from itertools import groupby

from groundwood.nouns import CheckedStory, Source, Story
from groundwood.render.links import live_url
from groundwood.render.text import marked

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$&^])")


def render_markdown(checked: CheckedStory, story: Story) -> str:
    """Return the story as Markdown; whatever comes from an article is escaped."""
    known = {source.article_id: source for source in checked.sources}
    sources = [known.get(key) or Source(article_id=key, digest="") for key in story.article_ids]
    parts = [
        f"# {escape(story.title)}",
        f"*{story.updated_at:%Y-%m-%d %H:%M} UTC · v{story.version}*",
        *(_paragraph(paragraph) for paragraph in _runs(story)),
        *(f"> **Notice:** {escape(notice)}" for notice in story.notices),
        "## Sources\n\n" + "\n".join(map(_source, sources)) if sources else "",
        f"*Disclaimer: {escape(story.disclaimer)}*",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def escape(text: str) -> str:
    """Return the text on one line, with everything escaped that Markdown or HTML would read."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _runs(story: Story) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [
        [
            (" ".join(sentence.text for sentence in run), ids)
            for ids, run in groupby(paragraph.sentences, lambda sentence: sentence.article_ids)
        ]
        for paragraph in story.paragraphs
    ]


def _paragraph(runs: list[tuple[str, tuple[str, ...]]]) -> str:
    return " ".join(_linked(text, ids) for text, ids in runs)


def _linked(text: str, ids: tuple[str, ...]) -> str:
    links = "".join(f"[\\[{key}\\]](#source-{key})" for key in ids)
    placed = marked(text, "\x00" if links else "")
    return escape(placed.replace(" \x00", "\x00")).replace("\x00", f" {links}")


def _source(source: Source) -> str:
    title = escape(source.title) or "untitled"
    url = live_url(source.url)
    name = f"[{title}](<{url}>)" if url else title
    date = f"{source.published_at:%Y-%m-%d}" if source.published_at else ""
    about = ", ".join(filter(None, (escape(source.source or ""), date)))
    anchor = f'<a id="source-{source.article_id}"></a>'
    return f"- {anchor}\\[{source.article_id}\\] {name}{f' — {about}' if about else ''}"
