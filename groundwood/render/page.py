"""The HTML form: one page that needs no script and no network.

Nothing on it is live but links to http and https addresses, and its Content-Security-Policy allows
only its own style sheet, so that a story may be shown wherever a page may.
"""

from groundwood.nouns import CheckedStory, Story
from groundwood.render.probed import probe_line
from groundwood.render.proof import proof_of
from groundwood.render.templates import fill
from groundwood.render.told import fact_lines, outlets_line, story_of


def render_page(story: Story | CheckedStory) -> str:
    """Return the page: everything that comes from an article or a model is escaped.

    Pointing at a citation, focusing or tapping it shows its source and the cited passage.

    Raises:
        InputError: there is no story to print.
    """
    return fill(
        "story.html",
        ("story.css",),
        story=story_of(story),
        checked=story if isinstance(story, CheckedStory) else None,
        proof=proof_of(story),
        probe_line=probe_line,
        outlets_line=outlets_line,
        fact_lines=fact_lines,
    )
