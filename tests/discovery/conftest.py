"""Articles of a few events that were made up for these tests."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from groundwood.ingest import read_articles
from groundwood.nouns import Article

pytest.importorskip("scipy", reason="discovery needs SciPy")

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "articles"
START = datetime(2024, 5, 1, tzinfo=UTC)

FERRY = (
    (
        "The ferry Alba ran aground off Kerrow harbour with 200 passengers on board. Coastguard crews "
        "from Kerrow took every passenger of the Alba ashore before the tide fell."
    ),
    (
        "All passengers of the grounded ferry Alba are safe, the coastguard in Kerrow said. Divers are "
        "to look at the hull of the Alba when the tide lets them."
    ),
    (
        "Tugs pulled the ferry Alba off the rocks at Kerrow harbour. The coastguard said that its hull "
        "was cracked, and that passengers may claim their fares."
    ),
)
MINE = (
    (
        "Miners at the Teln copper pit walked out over pay. The union said the Teln strike would go on "
        "until the owner, Orrin Metals, came to the table."
    ),
    (
        "Orrin Metals offered the striking copper miners of Teln four per cent. The union put the offer "
        "to a vote at the pit gate."
    ),
)
ORCHESTRA = "The city orchestra named the cellist Ima Sund as its next conductor, from autumn on."


def _write(text: str, day: int | None = 0, title: str = "", tags: Sequence[str] = ()) -> Article:
    moment = None if day is None else START + timedelta(days=day)
    return Article.model_validate(
        {"text": text, "title": title, "published_at": moment, "tags": list(tags)}
    )


@pytest.fixture(scope="session")
def write() -> Callable[..., Article]:
    """Writes an article of a day, counted from the first of May; of none, undated."""
    return _write


@pytest.fixture(scope="session")
def ferry() -> list[Article]:
    titles = ("Ferry runs aground at Kerrow", "Alba passengers safe", "Tugs free the ferry Alba")
    pairs = zip(FERRY, titles, strict=True)
    return [_write(text, day, title, ("sea", "kerrow")) for day, (text, title) in enumerate(pairs)]


@pytest.fixture(scope="session")
def mine() -> list[Article]:
    return [_write(text, day, "Strike at Teln", ("work",)) for day, text in enumerate(MINE)]


@pytest.fixture(scope="session")
def lone() -> Article:
    return _write(ORCHESTRA, 1, "A conductor is named")


@pytest.fixture(scope="session")
def examples() -> list[Article]:
    return list(read_articles([str(EXAMPLES)]).articles)
