"""What travels to other machines: settings do, keys and passwords do not."""

from pathlib import Path

import pytest

from groundwood.errors import SettingsError
from groundwood.pipelines.scale.baggage import carried, check_shared, handed_on, own_store


def test_settings_travel_and_secrets_and_what_is_the_machines_own_stay() -> None:
    environment = {
        "GROUNDWOOD_API_KEY": "sk-secret",
        "GROUNDWOOD_JUDGE_API_KEY": "sk-secret",
        "GROUNDWOOD_STORE": "postgresql://me:secret@db/news",
        "GROUNDWOOD_CACHE_DIR": "/here",
        "GROUNDWOOD_VOTES": "3",
        "GROUNDWOOD_PRICE_IN": "0.4",
        "OPENAI_API_KEY": "sk-secret",
        "HOME": "/home/me",
    }
    assert carried(environment) == {"GROUNDWOOD_VOTES": "3", "GROUNDWOOD_PRICE_IN": "0.4"}


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("postgresql://me:secret@db:5433/news", "postgresql://me@db:5433/news"),
        ("postgresql://me@db/news?password=secret&sslmode=require",
         "postgresql://me@db/news?sslmode=require"),
        ("postgresql://db/news", "postgresql://db/news"),
        ("postgresql://me:a%40b@/news?host=%2Frun%2Fpg", "postgresql://me@/news?host=%2Frun%2Fpg"),
        ("sqlite:////var/news.db", "sqlite:////var/news.db"),
    ],
)  # fmt: skip
def test_a_stores_url_is_handed_on_without_its_password(url: str, kept: str) -> None:
    assert handed_on(url) == kept


def test_a_file_is_handed_on_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert handed_on("sqlite:///news.db") == f"sqlite:///{tmp_path / 'news.db'}"


def test_a_worker_takes_the_password_from_its_own_setting_of_the_same_store() -> None:
    own = "postgresql://me:secret@db/news"
    assert own_store("postgresql://me@db/news", own) == own
    assert own_store("postgresql://me@db/other", own) == "postgresql://me@db/other"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_store_in_memory_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="a store in memory is in one process"):
        check_shared(url)
