"""How a store's URL is shown."""

import pytest

from groundwood.store.naming import shown


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("sqlite:///news.db", "sqlite:///news.db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql://lind@host:5432/db", "postgresql://lind@host:5432/db"),
        ("postgresql://lind:secret@host/db", "postgresql://lind:***@host/db"),
        ("postgresql://lind:se:cr@et/@host/db", "postgresql://lind:***@host/db"),
        ("postgresql://:secret@host/db", "postgresql://:***@host/db"),
        (
            "postgresql://host/db?user=a&Password=secret&x=1",
            "postgresql://host/db?user=a&Password=***&x=1",
        ),
        ("host=h password=secret dbname=d", "host=h password=*** dbname=d"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, text: str) -> None:
    assert shown(url) == text
