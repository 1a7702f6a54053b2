"""The page of a report in a real browser."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.reports.page import render_page
from groundwood.eval.reports.report import Wanted, report_of
from groundwood.eval.runs import Run

SCRIPT = Path(__file__).parents[3] / "docs" / "screenshot.py"
LETTERS = """[...document.querySelectorAll('svg text')].map(
  t => parseFloat(getComputedStyle(t).fontSize) * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b))"""
COLOURS = """[...new Set([...document.querySelectorAll('svg text')].map(
  t => getComputedStyle(t).fill))]"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("screenshot", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    screenshot = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(screenshot)
    if screenshot.chromium() is None:
        pytest.skip("Chromium is not installed")
    with screenshot.browser() as opened:
        yield opened


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render_page(report_of(run, Wanted(tmp_path / "cache"))), encoding="utf-8")
    return path


def test_the_browser_has_no_complaint_at_any_width(browser: Any, file: Path) -> None:
    for width in (1280, 390):
        browser.open(file, width, 900)
        assert browser.log == []
        assert browser.value("document.documentElement.scrollWidth") == width


def test_letters_of_pictures_can_be_read_on_a_telephone(browser: Any, file: Path) -> None:
    pytest.importorskip("matplotlib")
    browser.open(file, 390, 844)
    assert min(browser.value(LETTERS)) >= 8


def test_pictures_follow_the_colours_of_the_page(browser: Any, file: Path) -> None:
    pytest.importorskip("matplotlib")
    for dark, ink in ((False, "rgb(28, 27, 24)"), (True, "rgb(233, 229, 219)")):
        browser.open(file, 1280, 900, dark=dark)
        assert browser.value(COLOURS) == [ink]
