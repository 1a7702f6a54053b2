"""The report as a page."""

import re
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.harness import score_run
from groundwood.eval.judge_cards import keep_card
from groundwood.eval.meta import JudgeCard
from groundwood.eval.reports.page import SECTIONS, render_page
from groundwood.eval.reports.report import Wanted, report_of
from groundwood.eval.runs import Run
from groundwood.eval.samples import Sample, Source


class Page(HTMLParser):
    """The elements of a page, and its text without style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "wbr", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page_of(run: Run, **wanted: Any) -> str:
    return render_page(report_of(run, Wanted(run.folder.parent / "cache", **wanted)))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "gate.toml"
    file.write_text("[at_least]\ncitation_recall = 0.9\nother = 1\n")
    return file


def test_the_page_is_well_formed_and_no_id_stands_twice(run: Run, rules: Path) -> None:
    page = Page(page_of(run, rules=rules))
    assert page.open == []
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    targets = [a["href"] for tag, a in page.elements if tag == "a" and a["href"]]
    assert {t[1:] for t in targets if t and t.startswith("#")} <= set(ids)


def test_the_sections_stand_in_their_order(run: Run) -> None:
    found = [a["id"] for tag, a in Page(page_of(run)).elements if tag == "section"]
    assert found == list(SECTIONS)


def test_the_page_needs_no_script_and_no_network(run: Run) -> None:
    page = Page(page_of(run))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
    attributes = {name for _, found in page.elements for name in found}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style")}
    links = {a["href"] for tag, a in page.elements if tag == "a"}
    assert {link for link in links if link and not link.startswith("#")} == {
        "https://sample.invalid/dam"
    }
    (policy,) = [a["content"] for _, a in page.elements if "http-equiv" in a]
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_comes_from_a_run_is_escaped(scored: Callable[..., Run]) -> None:
    evil = "<script>alert(1)</script><b title='\"'>&amp;"
    source = Source(id=evil, text=f"It rains {evil}. It is wet.", title=evil, outlet=evil)
    sample = Sample(
        id=evil,
        text=f"It rains {evil} [1]. It is dry [2].",
        sources=(source,),
        question=evil,
        system=evil,
        tags=(evil,),
        group=evil,
    )
    other = sample.model_copy(update={"id": "b", "tags": (), "system": ""})
    text = page_of(scored("evil", sample, other))
    page = Page(text)
    assert page.open == []
    assert not [tag for tag, _ in page.elements if tag == "script"]
    assert "<b title=" not in text
    assert evil in page.text


def test_the_gate_is_told_with_each_of_its_rules(run: Run, rules: Path) -> None:
    text = Page(page_of(run, rules=rules)).text
    assert "The gate: failed for alpha" in text
    assert "failed citation_recall ≥ 0.9 0.600" in text
    assert "could not be evaluated other ≥ 1 not measured" in text
    assert "The gate" not in Page(page_of(run)).text


def test_what_was_scored_is_told(run: Run) -> None:
    text, about = Page(page_of(run)).text, run.about()
    assert "6 samples in 3 groups: alpha 3, beta 3" in text
    assert "reader 1, threshold 0.5" in text
    assert f"groundwood {about.groundwood}, Python {about.python}" in text
    assert about.digest in text


def test_without_a_card_the_page_says_that_nobody_knows_how_wrong_the_judge_is(run: Run) -> None:
    text = Page(page_of(run)).text
    assert "No judge card Nobody has measured how wrong reader 1, threshold 0.5 is." in text
    assert "Rogan and Gladen" not in text


def test_with_a_card_the_page_tells_the_judges_error_and_corrected_rates(
    run: Run, card: Callable[..., JudgeCard]
) -> None:
    keep_card(card(low=0.6), run.folder.parent / "cache")
    text = Page(page_of(run)).text
    assert (
        "On 200 pairs that people have labelled, reader 1 has a balanced accuracy of 0.850" in text
    )
    assert "It may be too poor" in text
    assert "it finds 0.800 of what is supported and refuses 0.900 of what is not" in text
    assert "it refused 3 of 4: number 3 of 4." in text
    assert "supported by what they cite 5 0.400" in text
    assert "No judge card" not in text


def test_a_run_without_a_judge_says_so(run: Run) -> None:
    run.describe(run.about().model_copy(update={"judge": None}))
    text = Page(page_of(run)).text
    assert "No judge was asked." in text
    assert "No sentence can be shown: the run holds no verdicts of a judge." in text


def test_the_worst_sentences_stand_with_their_fate_score_and_evidence(run: Run) -> None:
    text = Page(page_of(run)).text
    assert "All 4 sentences of alpha with a fault, out of 6." in text
    assert (
        "contradicted · score 0.10 · sample flood · What of flood? The dam broke. [mayor] "
        "it cites Mayor resigns The mayor resigned at noon. Denied: The dam broke. "
        "nearest of what it does not cite Dam <holds> · Courier The dam held all night. It rained."
    ) in text
    assert "1 sentence of alpha is supported by one source and denied by another:" in text


def test_invented_citations_are_named_as_such(scored: Callable[..., Run]) -> None:
    sample = Sample(id="s", text="It rains [7].", sources=(Source(id="a", text="Sun."),))
    assert "It rains. [7] nonexistent" in Page(page_of(scored("s", sample))).text


def test_where_the_judge_failed_the_cells_have_bounds(
    scored: Callable[..., Run], samples: Any, word_for_word: Any
) -> None:
    run = scored("run", *samples())
    word_for_word.broken = "Nobody"
    score_run(run, word_for_word, metrics=run.about().metrics)
    text = page_of(run)
    assert 'class="more bounds"' in text
    assert "question" in Page(text).text
    assert "it could not answer" in Page(text).text


def test_the_page_is_the_same_each_time(run: Run) -> None:
    assert page_of(run) == page_of(run)


def test_pictures_have_a_table_beside_them_and_a_text(run: Run) -> None:
    pytest.importorskip("matplotlib")
    page = Page(page_of(run))
    assert len([tag for tag, a in page.elements if tag == "svg" and a.get("role") == "img"]) == 2
    assert "alpha: faithful" in page.text


def test_without_matplotlib_the_page_is_made_without_pictures_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    page = Page(page_of(run))
    assert "The pictures are left out: matplotlib is not installed" in page.text
    assert not [tag for tag, _ in page.elements if tag in ("svg", "figure")]


def test_without_the_waterfall_the_rest_of_the_page_is_made(
    scored: Callable[..., Run], samples: Any
) -> None:
    text = Page(page_of(scored("run", *samples(), metrics=("validity",)))).text
    assert "Not measured: the run was scored without the metric waterfall." in text
    assert "No sentence can be shown" in text
    assert "valid_ citations" in text


def test_one_nameless_system_has_a_title_without_a_name(
    scored: Callable[..., Run], samples: Any
) -> None:
    page = page_of(scored("run", *samples(("beta",), system="")))
    assert "<title>How faithful all texts are to what they cite</title>" in page
    assert re.search("Differences to", page) is None


def test_what_the_figures_cannot_show_is_told_behind_the_commands(run: Run) -> None:
    text = Page(page_of(run)).text
    place = text.index(f"groundwood eval report {run.folder}")
    assert "Support is not truth" in text[place:]
