"""What a story tells first, and what it leaves out because it is stale, empty or only spoken."""

from collections.abc import Callable
from typing import Any

from groundwood.agents.summarizer.reports import with_report_day
from groundwood.nouns import Article

Make = Callable[..., Article]
Tell = Callable[..., Any]

FELL = "The old pier of Arden fell into the harbour on May 6, 2024 and took two trams with it."
DIVERS = "Divers from the coast guard searched the water and found both trams empty."
PHRASE = "The council of Arden is committed to standing with the harbour every step of the way."
FUNDS = (
    "The ministry of transport approved 60 million euros for a new pier in Arden on May 9, 2024."
)
CRANES = "Three cranes lifted the last beams of the old pier out of the harbour on May 12, 2024."


def test_a_platitude_is_not_told_beside_facts(article: Make, tell: Tell) -> None:
    told = tell(article(f"{FELL} {PHRASE} {DIVERS}"))
    assert told.lines == [FELL, DIVERS]


def test_a_platitude_is_told_where_there_is_nothing_else(article: Make, tell: Tell) -> None:
    assert tell(article(PHRASE)).lines == [PHRASE]


def test_a_speech_is_not_told_where_there_are_reports(article: Make, tell: Tell) -> None:
    speech = "Ten boats of the harbour were tied to the old pier on that night of May."
    told = tell(
        article(f"{FELL} {DIVERS}"),
        article(FUNDS, day=3),
        article(CRANES, day=6),
        article(f"THE PRESIDENT: Hello, all. {speech}", day=1, title="Remarks by the president"),
    )
    assert told.lines == [FELL, DIVERS, FUNDS, CRANES]


def test_what_was_going_on_weeks_before_is_not_told(article: Make, tell: Tell) -> None:
    told = tell(
        article(f"{FELL} Boats in the harbour are waiting for the wreck to go."),
        article("The harbour of Arden took its first boats again on June 20, 2024.", day=45),
    )
    assert not any("are waiting" in line for line in told.lines)


def test_what_was_going_on_days_before_is_told(article: Make, tell: Tell) -> None:
    line = "Boats in the harbour are waiting for the wreck to go."
    assert line in tell(article(f"{FELL} {line}"), article(CRANES, day=6)).lines


def test_what_is_said_of_its_own_time_stays_told(article: Make, tell: Tell) -> None:
    line = (
        "Two days after the pier fell, the guard set out its plan: divers are clearing the wreck."
    )
    told = tell(article(f"{FELL} {line}"), article(CRANES.replace("12", "31"), day=60))
    assert line in told.lines
    assert with_report_day(line, article(line)) == line


def test_short_reports_in_two_languages_share_no_paragraph(article: Make, tell: Tell) -> None:
    told = tell(
        article("Die alte Brücke von Arden ist am 6. Mai in den Hafen gefallen.", language="de"),
        article(
            "Les grues du port ont sorti les poutres de l’eau le 12 mai.", day=6, language="fr"
        ),
    )
    assert [len(p.sentences) for p in told.paragraphs] == [1, 1]


def test_reports_after_the_lead_follow_in_time_and_then_those_before(
    article: Make, tell: Tell
) -> None:
    before = (
        "Engineers of the town warned of cracks in the old pier of Arden in a paper of 12 pages."
    )
    told = tell(
        article(f"{before} The paper named four beams that were thin with rust.", day=-40),
        article(f"{FELL} {DIVERS}"),
        article(f"{FUNDS} The money pays for 40 beams of steel at the harbour.", day=3),
        article(f"{CRANES} The two trams were lifted by the largest crane.", day=6),
    )
    assert [p.sentences[0].text for p in told.paragraphs] == [FELL, FUNDS, CRANES, before]
