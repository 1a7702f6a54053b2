"""What counts as the same fact told differently, and what does not."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from groundwood.agents.checker.disputes.conflicts import conflict, conflicts
from groundwood.agents.checker.disputes.differences import differences
from groundwood.agents.checker.windows import window_of
from groundwood.nouns import Article


def found(one: str, other: str) -> list[tuple[str, str, str, bool]]:
    return [(d.kind, d.ours, d.theirs, d.is_sure) for d in differences(one, window_of(other))]


def article(text: str, source: str, day: int = 9, hour: int = 12) -> Article:
    moment = datetime(2024, 5, day, hour, tzinfo=UTC)
    return Article(text=text, source=source, published_at=moment, url=f"https://a.invalid/{text}")


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        (
            "Officials said that 12 people had died in the sinking.",
            "Officials said that 15 people had died in the sinking.",
            ("figure", "12 people", "15 people"),
        ),
        (
            "The ferry had 240 passengers on board when it sank.",
            "The ferry had 190 passengers on board when it sank.",
            ("figure", "240 passengers", "190 passengers"),
        ),
        (
            "The repair of the bridge cost $60 million in all.",
            "The repair of the bridge cost 85 million dollars in all.",
            ("figure", "$60 million", "85 million dollars"),
        ),
        (
            "Turnout in the mayoral election was 61 percent.",
            "Turnout in the mayoral election was 48 percent.",
            ("figure", "61 percent", "48 percent"),
        ),
        (
            "The ministers signed the security memorandum on July 28.",
            "The ministers signed the security memorandum on July 27.",
            ("day", "28 July", "27 July"),
        ),
        (
            "The city council approved the harbour plan on a narrow vote.",
            "The city council rejected the harbour plan on a narrow vote.",
            ("outcome", "approved", "rejected"),
        ),
        (
            "The two governments signed the fishing accord in Geneva.",
            "The two governments did not sign the fishing accord in Geneva.",
            ("outcome", "the two governments signed the fishing", "governments not sign"),
        ),
    ],
)
def test_one_fact_told_differently_is_a_sure_difference(
    one: str, other: str, difference: tuple[str, str, str]
) -> None:
    kinds = [(kind, is_sure) for kind, _, _, is_sure in found(one, other)]
    assert kinds == [(difference[0], True)]
    if difference[0] != "outcome":
        assert found(one, other)[0][:3] == difference


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # rounding
        ("The tower is 1,400 metres from the port.", "The tower is 1,412 metres from the port."),
        ("Some 60,000 fans filled the arena.", "A crowd of 61,400 fans filled the arena."),
        ("The fire burned about 500 acres of forest.", "The fire burned 520 acres of forest."),
        # another place
        ("Rain killed 12 people in the north.", "Rain killed 30 people in the south."),
        ("The storm damaged 40 homes in Arden.", "The storm damaged 70 homes in Bellmouth."),
        # another period
        (
            "Sales of new cars rose 3 percent last year.",
            "Sales of new cars rose 5 percent this year.",
        ),
        (
            "The factory built 300 engines in the first quarter.",
            "The factory built 410 engines in the second quarter.",
        ),
        ("In 2022 the port handled 900 ships.", "In 2023 the port handled 1,150 ships."),
        ("The port handled 90 ships on May 3.", "The port handled 120 ships on May 4."),
        # a part of it
        (
            "The blast injured 12 workers at the plant.",
            "The blast injured 30 foreign workers at the plant.",
        ),
        (
            "The army lost 90 soldiers in the battle, including 12 officers.",
            "The army lost 40 officers in the battle.",
        ),
        # a change, and what it leads to
        ("The bank cut its rate by 2 percent.", "The bank cut its rate to 5 percent."),
        ("The price rose from 30 dollars in a day.", "The price rose to 40 dollars in a day."),
        # a plan, and what came of it
        (
            "The yard will build 12 ferries for the line.",
            "The yard built 9 ferries for the line.",
        ),
        (
            "The ministers will meet in Tokyo for talks on July 28.",
            "The ministers met in Tokyo for talks on July 29.",
        ),
        ("The hall has a capacity of 900 people.", "The hall held 640 people at the concert."),
        # other units, other things counted
        ("The pipe is 60 metres long and rusty.", "The pipe is 200 feet long and rusty."),
        ("The fire killed 3 people in the hotel.", "The fire hurt 9 people in the hotel."),
        (
            "The strikes hit the oil port, killing at least three people and injuring 87.",
            "The strikes hit the oil port and injured at least 80 people.",
        ),
        (
            "Nine people were killed when the ferry sank.",
            "Thirty people were rescued when the ferry sank.",
        ),
        ("The team won 3 games this season.", "The team lost 9 games this season."),
        # another event
        (
            "A crash on the coastal road killed 3 people.",
            "A crash of a small plane near the lake killed 5 people.",
        ),
        # a bound that the other keeps to
        ("No figures were given for the ferry company.", "The ferry company employs 300 people."),
    ],
)
def test_what_is_not_the_same_fact_is_no_sure_difference(one: str, other: str) -> None:
    assert [kind for kind, _, _, is_sure in found(one, other) if is_sure] == []
    assert [kind for kind, _, _, is_sure in found(other, one) if is_sure] == []


def relation(one: Article, *others: Article) -> str:
    told = conflict(one.text, one, others)
    return told.reason.split(":")[0] if told else ""


TOLL = "Officials said that {} people had died in the sinking."


@pytest.mark.parametrize(
    ("ours", "theirs", "day", "hour", "source", "expected"),
    [
        ("12", "15", 9, 13, "Harbour News", "sources differ"),
        ("15", "12", 9, 13, "Harbour News", "sources differ"),
        ("12", "15", 9, 13, "Coast Wire", "superseded"),
        ("12", "15", 9, 20, "Harbour News", "superseded"),
        ("15", "12", 9, 20, "Harbour News", "sources differ"),
        ("12", "15", 11, 12, "Harbour News", "superseded"),
        ("12", "15", 7, 12, "Harbour News", ""),
        ("12", "no", 11, 12, "Harbour News", "sources differ"),
        ("at least 12", "15", 9, 13, "Harbour News", "superseded"),
        ("15", "at least 12", 9, 13, "Harbour News", ""),
    ],
)
def test_time_outlet_and_growth_tell_an_update_from_a_conflict(
    ours: str, theirs: str, day: int, hour: int, source: str, expected: str
) -> None:
    own = article(TOLL.format(ours), "Coast Wire")
    assert relation(own, article(TOLL.format(theirs), source, day, hour)) == expected


def test_a_figure_that_is_called_revised_supersedes_within_the_hour() -> None:
    own = article("Officials said that 15 people had died in the sinking.", "Coast Wire")
    later = "In a revised count officials said that 12 people had died in the sinking."
    assert relation(own, article(later, "Harbour News", 9, 13)) == "superseded"


def test_the_day_as_of_which_a_figure_holds_decides_before_the_day_of_print() -> None:
    own = article("As of May 8 officials said that 15 people had died in the sinking.", "A", 9)
    other = article("As of May 6 officials said that 12 people had died in the sinking.", "B", 10)
    assert relation(own, other) == ""
    assert relation(other, own) == "superseded"


def test_authorities_that_differ_on_a_figure_that_does_not_grow_are_in_conflict_for_days() -> None:
    own = article("Police said the march drew 9,000 people to the square.", "A", 3)
    later = article("Organisers said the march drew 4,000 people to the square.", "B", 6)
    assert relation(own, later) == "sources differ"


def test_a_state_of_things_is_renewed_and_an_event_is_not() -> None:
    closed = article("The port of Arden is closed to ships.", "A", 3)
    opened = article("The port of Arden is reopened to ships.", "B", 6)
    assert relation(closed, opened) == "superseded"
    approved = article("The council of Arden approved the port plan.", "A", 3)
    rejected = article("The council of Arden rejected the port plan.", "B", 6)
    assert relation(approved, rejected) == "sources differ"


def test_a_plan_that_moves_is_renewed() -> None:
    first = article("The talks on the port of Arden will open on May 20.", "A", 3)
    moved = article("The talks on the port of Arden will open on May 24.", "B", 6)
    assert relation(first, moved) == "superseded"


def test_an_undated_source_can_renew_nothing() -> None:
    own = article(TOLL.format("12"), "A")
    undated = Article(text=TOLL.format("15"), source="B", url="https://b.invalid/")
    assert relation(own, undated) == "sources differ"


def test_what_is_only_likely_is_no_conflict_without_a_judge() -> None:
    one = (
        "Officials of the coast guard said that 12 people had died in the ferry sinking off Arden."
    )
    other = "A priest told mourners at the cathedral that 15 people had died in the ferry sinking."
    assert [is_sure for *_, is_sure in found(one, other)] == [False]
    own, rival = article(one, "A"), article(other, "B")
    assert conflict(one, own, [rival]) is None
    assert _likely(one, own, [rival]) == ["sources differ"]


def _likely(text: str, own: Article, others: Sequence[Article]) -> list[str]:
    return [c.reason.split(":")[0] for c in conflicts(text, own, others)]
