"""Names that one at a time holds, and transactions that follow one another."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from groundwood.errors import StoreBusy
from groundwood.nouns import Article, Topic
from groundwood.store import Store, open_store

Make = Callable[..., Article]
HOLDER = """
import sys, time
from groundwood.store import open_store
with open_store(sys.argv[1]).lock("story a"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the name until its standard input is closed."""
    command = [sys.executable, "-c", HOLDER, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process


def test_a_name_is_held_once_and_free_again(store: Store) -> None:
    with (
        store.lock("a"),
        store.lock("b"),
        pytest.raises(StoreBusy, match=r"^a is being worked on$"),
        store.lock("a"),
    ):
        pass
    for _ in range(30):  # at once, each time
        with store.lock("a"):
            pass


def test_a_name_is_free_again_after_an_error(store: Store) -> None:
    with pytest.raises(KeyError), store.lock("a"):
        raise KeyError
    with store.lock("a"):
        pass


def test_another_opening_of_the_store_finds_the_name_held(shared_url: str) -> None:
    with closing(open_store(shared_url)) as one, closing(open_store(shared_url)) as other:
        with one.lock("a"):
            with pytest.raises(StoreBusy, match="by another process"), other.lock("a"):
                pass
            with other.lock("b"):
                pass
        with other.lock("a"):
            pass


def test_a_killed_process_lets_go(shared_url: str) -> None:
    with closing(open_store(shared_url)) as store, holder(shared_url) as process:
        with pytest.raises(StoreBusy), store.lock("story a"):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        _hold_soon(store, "story a")


def _hold_soon(store: Store, name: str) -> None:
    """Hold the name once; PostgreSQL notices in its own time that a process is gone."""
    for attempt in range(500):
        try:
            with store.lock(name):
                return
        except StoreBusy:
            if attempt == 499:
                raise
            threading.Event().wait(0.01)


def test_a_lock_does_not_keep_others_from_writing(shared_url: str, article: Make) -> None:
    with closing(open_store(shared_url)) as one, closing(open_store(shared_url)) as other:
        with one.lock("a"):
            other.put([article(1)])
        assert one.count() == 1


def test_a_transaction_joins_the_one_it_is_in(store: Store, article: Make) -> None:
    def put_and_fail() -> None:
        with store.transaction():
            with store.transaction():
                store.put([article(1)])
            assert store.count() == 1
            raise KeyError

    with pytest.raises(KeyError):
        put_and_fail()
    assert store.count() == 0


def test_what_a_transaction_wrote_is_seen_by_others_when_it_has_ended(
    shared_url: str, article: Make
) -> None:
    with closing(open_store(shared_url)) as one, closing(open_store(shared_url)) as other:
        with one.transaction():
            one.put([article(1)])
            assert (one.count(), other.count()) == (1, 0)
        assert other.count() == 1


def test_arrivals_become_visible_in_their_order(shared_url: str, article: Make) -> None:
    """A second writer waits for the first, so that no smaller number is seen after a larger."""
    seen: list[int] = []
    with closing(open_store(shared_url)) as one, closing(open_store(shared_url)) as other:
        done = threading.Event()

        def put_second() -> None:
            other.put([article(2)])
            done.set()

        thread = threading.Thread(target=put_second)
        with one.transaction():
            one.put([article(1)])
            thread.start()
            assert not done.wait(0.3)  # it waits, however long
            seen.append(len(one.arrived(Topic(), after=0)))
        thread.join()
        assert seen == [1]
        assert other.arrived(Topic(), after=0) == [article(2).id, article(1).id]
        assert other.latest_arrival() == 2


def test_a_reader_never_finds_an_arrival_below_what_it_has_seen(
    shared_url: str, article: Make
) -> None:
    """Four writers put at once; a reader notes the highest number, and all up to it are there."""
    with closing(open_store(shared_url)) as reader:
        writers = [
            threading.Thread(target=_put_all, args=(shared_url, n, article)) for n in range(4)
        ]
        for writer in writers:
            writer.start()
        looks = 0
        while any(writer.is_alive() for writer in writers) or not looks:
            latest = reader.latest_arrival()
            assert len(reader.arrived(Topic(), after=0)) >= latest  # none below it is missing
            looks += 1
        for writer in writers:
            writer.join()
        assert reader.latest_arrival() == reader.count() == 80


def _put_all(url: str, start: int, article: Make) -> None:
    with closing(open_store(url)) as store:
        for number in range(20):
            store.put([article(100 * start + number)])
