"""The response cache in PostgreSQL: what was put is found, and nothing that fails stops a run."""

import logging
import threading
from contextlib import closing

import pytest

from groundwood.gateway.cache import open_cache
from groundwood.settings import Settings
from groundwood.store.postgres_responses import PostgresResponses


def test_an_answer_is_found_under_its_key_by_every_opening(postgres_url: str) -> None:
    with closing(PostgresResponses(postgres_url)) as one:
        assert one.get("k") is None
        one.put("k", "An answer with \x00.", "model", "prompt")
        one.put("k", "A newer answer with \x00.", "model", "prompt")
        with closing(PostgresResponses(postgres_url)) as other:
            assert other.get("k") == "A newer answer with \x00."


def test_a_closed_cache_opens_again(postgres_url: str) -> None:
    cache = PostgresResponses(postgres_url)
    cache.put("k", "a", "model", "prompt")
    cache.close()
    assert cache.get("k") == "a"
    cache.close()
    cache.close()


def test_a_dead_server_finds_and_keeps_nothing_and_is_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cache = PostgresResponses("postgresql://lind:secret@127.0.0.1:1/news")
    with caplog.at_level(logging.WARNING):
        cache.put("k", "a", "model", "prompt")
        assert cache.get("k") is None
    assert len(caplog.records) == 1
    assert "the response cache cannot be used: postgresql://lind@127" in caplog.text
    assert "secret" not in caplog.text


def test_threads_put_and_find_at_once(postgres_url: str) -> None:
    wrong: list[int] = []
    with closing(PostgresResponses(postgres_url)) as cache:

        def work(start: int) -> None:
            for number in range(start, start + 10):
                cache.put(f"k{number}", f"a{number}", "model", "prompt")
                if cache.get(f"k{number}") != f"a{number}":
                    wrong.append(number)

        threads = [threading.Thread(target=work, args=(5 * n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_models_keep_their_answers_beside_a_store_in_postgresql(postgres_url: str) -> None:
    """What one machine paid for is found by every machine that works on the store."""
    with closing(PostgresResponses(postgres_url)) as other:
        other.put("k", "a", "model", "prompt")
    cache = open_cache(Settings(store=postgres_url))
    assert cache is not None
    with closing(cache):
        assert cache.get("k") == "a"
