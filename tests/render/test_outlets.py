"""How many outlets support a sentence, and who tells what, as readers are shown it."""

import json
from html import escape

import pytest

from groundwood.cli.explain import explanation
from groundwood.nouns import Account, CheckedStory, Citation, Disagreement
from groundwood.render import render_story
from groundwood.render.told import outlets_line


def supported(checked: CheckedStory, *outlets: str) -> CheckedStory:
    """The story with these outlets for its first sentence, the last of them uncited."""
    first, *rest = checked.verdicts
    also = (Citation(article_id="68410b00"),)
    told = first.model_copy(update={"outlets": outlets, "corroboration": also})
    return checked.model_copy(update={"verdicts": (told, *rest)})


@pytest.mark.parametrize(
    ("outlets", "line"),
    [
        ((), ""),
        (("Pacific Desk",), "1 outlet: Pacific Desk"),
        (("Pacific Desk", "Harbour Wire"), "2 outlets: Pacific Desk, Harbour Wire"),
    ],
)
def test_outlets_are_counted_and_named(
    outlets: tuple[str, ...], line: str, checked: CheckedStory
) -> None:
    assert outlets_line(supported(checked, *outlets).verdicts[0]) == line


def test_the_page_tells_the_outlets_of_a_sentence_and_of_no_other(checked: CheckedStory) -> None:
    page = render_story(supported(checked, "Pacific Desk", "Harbour Wire"), "html")
    assert page.count("Supported by 2 outlets: Pacific Desk, Harbour Wire</p>") == 1
    assert page.count("Supported by") == 1


def test_an_outlets_name_is_escaped_on_the_page(checked: CheckedStory) -> None:
    name = "<script>alert(1)</script>"
    page = render_story(supported(checked, name), "html")
    assert name not in page
    assert f"1 outlet: {escape(name)}" in page


def test_the_explanation_tells_the_outlets_and_the_uncited_articles(checked: CheckedStory) -> None:
    lines = explanation(supported(checked, "Pacific Desk", "Harbour Wire")).splitlines()
    line = "      2 outlets: Pacific Desk, Harbour Wire (uncited: 68410b00)"
    assert lines.count(line) == 1


def test_json_holds_outlets_and_disagreement_and_gives_them_back(checked: CheckedStory) -> None:
    cited = Citation(article_id="68410b00")
    accounts = (
        Account(teller="Pacific Desk", told="12 ships", citation=cited),
        Account(teller="Harbour Wire", told="15 ships", citation=cited),
    )
    first, *rest = supported(checked, "Pacific Desk").verdicts
    found = Disagreement(kind="figure", accounts=accounts)
    told = first.model_copy(update={"disagreement": found})
    whole = checked.model_copy(update={"verdicts": (told, *rest)})
    form = json.loads(render_story(whole, "json"))
    assert form["verdicts"][0]["outlets"] == ["Pacific Desk"]
    assert form["verdicts"][0]["disagreement"]["accounts"][1]["told"] == "15 ships"
    form.pop("$schema")
    assert CheckedStory.model_validate(form) == whole
