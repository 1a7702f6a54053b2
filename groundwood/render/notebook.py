"""How a checked story shows itself in a notebook."""

from html import escape

from groundwood.nouns import CheckedStory
from groundwood.render.page import render_page
from groundwood.render.told import why_none

HEIGHT = 720
"""Height in CSS pixels of the frame that holds the page."""


def render_cell(checked: CheckedStory) -> str:
    """Return HTML for one output cell: the page in a frame, or why there is no story.

    The frame keeps the page's style from the notebook and the notebook's from the page, and runs
    no script.
    """
    if checked.story is None:
        return f"<p><strong>No story:</strong> {escape(why_none(checked))}</p>"
    return (
        f'<iframe srcdoc="{escape(render_page(checked))}" title="{escape(checked.story.title)}" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" width="100%" '
        f'height="{HEIGHT}" style="border:0"></iframe>'
    )
