"""The page in a real browser."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.nouns import CheckedStory
from groundwood.render import render_story

SCRIPT = Path(__file__).parents[2] / "docs" / "screenshot.py"
SHOWN = "[...document.querySelectorAll('.card')].filter(c => c.checkVisibility()).map(c => c.id)"
INSIDE = """(() => {
  document.documentElement.style.scrollBehavior = 'auto';
  return [...document.querySelectorAll('.ref')].flatMap(ref => ['start', 'end'].map(block => {
    ref.scrollIntoView({block});
    ref.focus({focusVisible: true, preventScroll: true});
    const leaf = ref.nextElementSibling.firstElementChild.getBoundingClientRect();
    return leaf.width > 200 && leaf.left >= 0 && leaf.top >= 0
      && leaf.right <= innerWidth && leaf.bottom <= innerHeight;
  }));
})()"""

pytestmark = pytest.mark.browser


def driver() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshot", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    screenshot = driver()
    if screenshot.chromium() is None:
        pytest.skip("Chromium is not installed")
    with screenshot.browser() as opened:
        yield opened


@pytest.fixture
def file(checked: CheckedStory, tmp_path: Path) -> Path:
    path = tmp_path / "story.html"
    path.write_text(render_story(checked, "html"), encoding="utf-8")
    return path


def test_the_page_shows_without_a_complaint_of_the_browser(page: Any, file: Path) -> None:
    page.open(file, 1100, 900)
    assert page.log == []
    assert page.value("getComputedStyle(document.querySelector('.card')).display") == "none"
    assert page.value("getComputedStyle(document.querySelector('main')).maxWidth") == "640px"


def test_the_first_card_shows_when_its_citation_is_focused_by_keyboard(
    page: Any, file: Path
) -> None:
    page.open(file, 1100, 900)
    page.press("Tab")  # the link to the checks
    assert page.value(SHOWN) == []
    page.press("Tab")
    assert page.value(SHOWN) == ["card-1"]


def test_a_card_shows_when_its_citation_is_pointed_at(page: Any, file: Path) -> None:
    page.open(file, 1100, 900)
    page.point("[popovertarget=card-3]")
    assert page.value(SHOWN) == ["card-3"]


def test_a_click_keeps_a_card_open_until_one_elsewhere(page: Any, file: Path) -> None:
    page.open(file, 1100, 900)
    page.point("[popovertarget=card-3]", click=True)
    page.point("h1")
    assert page.value(SHOWN) == ["card-3"]
    page.point("h1", click=True)
    assert page.value(SHOWN) == []


@pytest.mark.parametrize("size", [(360, 640), (705, 420), (1100, 800)], ids=str)
def test_no_card_is_cut_off_at_an_edge_of_the_window(
    page: Any, file: Path, size: tuple[int, int]
) -> None:
    page.open(file, *size)
    assert page.value(INSIDE) == [True] * 22


def test_hostile_words_neither_run_nor_widen_the_page(
    page: Any, tmp_path: Path, rewritten: Callable[[str], CheckedStory]
) -> None:
    path = tmp_path / "hostile.html"
    words = "<script>document.title=1</script><img src=x onerror=alert(1)>" + "W" * 300
    path.write_text(render_story(rewritten(words), "html"), encoding="utf-8")
    page.open(path, 360, 640)
    page.value("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.log == []
    assert page.value("document.title") == words
    assert page.value("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(
    ("dark", "paper"), [(False, "rgb(252, 251, 247)"), (True, "rgb(22, 22, 20)")]
)
def test_the_page_follows_the_reader_s_light(page: Any, file: Path, dark: bool, paper: str) -> None:
    page.open(file, 390, 844, dark=dark)
    assert page.value("getComputedStyle(document.body).backgroundColor") == paper
