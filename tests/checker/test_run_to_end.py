"""Work of an event loop, done for a caller who has none of his own."""

import asyncio
import signal
import sys
import threading
from traceback import walk_stack

import pytest

from groundwood.agents.checker.judges.judge import run_to_end


def doing(thread: int) -> set[str]:
    """Return the names of the functions that the thread is in."""
    return {frame.f_code.co_name for frame, _ in walk_stack(sys._current_frames()[thread])}


def test_who_has_a_running_event_loop_can_wait_for_another() -> None:
    async def inner() -> str:
        return "done"

    async def outer() -> str:
        return run_to_end(inner())

    assert asyncio.run(outer()) == "done"


def test_ctrl_c_cancels_what_is_waited_for() -> None:
    seen = []
    main = threading.get_ident()

    async def interrupted() -> None:
        while "result" not in doing(main):
            await asyncio.sleep(0)
        signal.pthread_kill(main, signal.SIGINT)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    with pytest.raises(KeyboardInterrupt):
        run_to_end(interrupted())
    assert seen == ["cancelled"]
