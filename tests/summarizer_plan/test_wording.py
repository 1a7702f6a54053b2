"""What a line must be to be prose, what it reports, and which day it means."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from groundwood.agents.summarizer.days import with_day
from groundwood.agents.summarizer.prose import is_sentence, narration
from groundwood.agents.summarizer.tone import DULL, is_transcript, tone
from groundwood.agents.summarizer.years import deadline
from groundwood.nouns import Article

Make = Callable[..., Article]
Printable = Callable[..., list[str]]


@pytest.mark.parametrize(
    "line",
    [
        "A grey harbour boat similar to the two seized by the coast guard in March.",
        "Trams at the harbour station of Arden after the storm in March.",
        "Receiving money from shops to support the workers of the harbour.",
        "Ana Ruiz: suspected planner of the raid on the harbour office.",
        "Ten — ten men went into the water when the pier fell.",
        "The guards say that ten men were still — not still, were missing.",
        "The the harbour was closed for the whole day of the storm.",
        '"The sooner the pier is built again, the better for the town."',
    ],
)
def test_captions_fragments_labels_slips_and_bare_speech_are_no_sentences(line: str) -> None:
    assert not is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "The harbour raises its fees for boats by two percent.",
        "The crane struck the pier and the pier fell into the water.",
        "Repairing the pier will take the town two years.",
        "The mayor set out her plan: the pier comes first.",
        'The mayor called the plan "a good one for the whole town".',
        "The mayor called the plan 'a good one for the whole town' of Arden.",
        'The plan is a "turning point" for the town.',
        "It costs the town ten million euros a year.",
    ],
)
def test_what_has_a_verb_and_a_speaker_is_a_sentence(line: str) -> None:
    assert is_sentence(line)


def test_narration_is_what_stands_outside_quotation_marks() -> None:
    assert narration('Ruiz said “we will” and "we won\'t" again.') == "Ruiz said  and  again."
    assert narration("The workers' town isn't shut.") == "The workers' town isn't shut."


def test_a_fact_outweighs_a_platitude_and_an_expectation() -> None:
    fact = tone("The town opened the pier on May 6, 2024.")
    hope = tone("The town will open the pier.")
    phrase = tone("The town is committed to standing with the harbour every step of the way.")
    assert phrase <= DULL < hope < 0 < fact


def test_a_figure_or_a_long_bracket_makes_a_poor_beginning() -> None:
    plain = tone("Ten men went to the pier.")
    assert tone("10 men went to the pier.") < plain
    assert tone("Ten men (all of them from the far side of the harbour) went to the pier.") < plain


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Remarks by the mayor on the pier", "The pier of Arden fell."),
        ("The pier", "3:21 P.M.\n\nTHE PRESIDENT: Hello, all.\n\nQ  Why?"),
    ],
)
def test_what_is_spoken_word_for_word_is_a_transcript(make: Make, title: str, text: str) -> None:
    assert is_transcript(make(text, title=title))


def test_a_report_of_a_speech_is_no_transcript(make: Make) -> None:
    assert not is_transcript(make("The president spoke. Q was not asked.", title="A speech"))


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("Today, the mayor met the crew.", "On May 6, the mayor met the crew."),
        ("Earlier today, the mayor met the crew.", "On May 6, the mayor met the crew."),
        ("Yesterday, Mayor Ruiz met the crew.", "On May 5, Mayor Ruiz met the crew."),
        ("The mayor met the crew, he said yesterday.", "The mayor met the crew, he said on May 5."),
        (
            "Earlier this week, the mayor met the crew.",
            "Earlier this week, the mayor met the crew.",
        ),
        ("Today, the mayor is meeting the crew.", "Today, the mayor is meeting the crew."),
        ('"The pier opened today," Ruiz said.', '"The pier opened today," Ruiz said.'),
    ],
)
def test_a_day_is_told_by_its_date_where_it_is_sure(make: Make, told: str, printed: str) -> None:
    assert with_day(told, make(told)) == printed


def test_this_week_becomes_the_month_when_all_of_the_week_lies_in_it(make: Make) -> None:
    line = "Earlier this week, the mayor met the crew."
    assert with_day(line, make(line, day=9)) == "In May, the mayor met the crew."


@pytest.mark.parametrize(("hour", "is_told"), [(0, True), (3, False), (12, True), (22, False)])
def test_an_hour_at_which_the_world_writes_two_dates_leaves_the_day_open(
    make: Make, hour: int, is_told: bool
) -> None:
    line = "Today, the mayor met the crew."
    article = make(line, published_at=datetime(2024, 5, 6, hour, tzinfo=UTC))
    assert (with_day(line, article) != line) is is_told


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("The pier should open by the end of May.", datetime(2024, 6, 1, tzinfo=UTC)),
        ("The pier should open on May 20.", datetime(2024, 5, 21, tzinfo=UTC)),
        ("The pier should open in 2026.", datetime(2027, 1, 1, tzinfo=UTC)),
        ("The pier should open on January 3, 2025.", datetime(2025, 1, 4, tzinfo=UTC)),
        ("The pier should open soon.", None),
    ],
)
def test_a_deadline_is_the_end_of_the_last_time_named(
    make: Make, line: str, due: datetime | None
) -> None:
    assert deadline(line, make(line)) == due


def test_an_undated_article_has_no_deadline(make: Make) -> None:
    assert deadline("The pier opens in May.", make("The pier opens in May.", day=None)) is None


def test_the_label_of_a_list_is_not_printed(printable: Printable) -> None:
    assert printable("- Helping the harbour: The town approved 60 million euros for the pier.") == [
        "The town approved 60 million euros for the pier."
    ]


@pytest.fixture
def make(article: Make) -> Make:
    return article
