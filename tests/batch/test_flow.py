"""How many stories begin: as many as keep the model busy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.pipelines.batch.engine import load_of
from groundwood.pipelines.batch.flow import MOST, STEP, WITHOUT_A_MODEL, Flow, Load, most_stories


def flow(under_way: int, waiting: int, limit: int = 64) -> Flow:
    return Flow(limit, lambda: Load(under_way, waiting))


@pytest.mark.parametrize(
    ("under_way", "waiting", "active", "room"),
    [
        (0, 0, 0, STEP),
        (8, 0, 8, STEP),
        (8, 4, 8, STEP),
        (8, 5, 8, 0),
        (40, 20, 40, STEP),
        (40, 21, 40, 0),
        (8, 0, 62, 2),
        (8, 0, 64, 0),
        (0, 99, 0, STEP),
    ],
)
def test_stories_begin_while_too_few_requests_wait(
    under_way: int, waiting: int, active: int, room: int
) -> None:
    assert flow(under_way, waiting).room(active) == room


def test_no_more_than_a_few_begin_before_they_have_come_to_the_model() -> None:
    full = flow(8, 0)
    full.fresh |= {"a", "b", "c"}
    assert full.room(8) == 1
    full.fresh.add("d")
    assert full.room(8) == 0


def test_without_a_model_there_are_two() -> None:
    none = Flow(64, load_of(None))
    assert [none.room(active) for active in range(4)] == [WITHOUT_A_MODEL, 1, 0, 0]
    assert Flow(1, load_of(None)).room(0) == 1


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 300), st.integers(1, 300))
def test_one_story_is_always_at_work_and_never_more_than_the_limit(
    under_way: int, waiting: int, active: int, limit: int
) -> None:
    room = flow(under_way, waiting, limit).room(active)
    assert room >= int(active == 0)
    assert active + room <= max(limit, active)


def test_the_machines_memory_bounds_them() -> None:
    assert 1 <= most_stories() <= MOST
