"""Figures, measures, dates and names that are told in other words than the source's."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.agents.checker.comparing.comparison import problem
from groundwood.agents.checker.comparing.figures import figures
from groundwood.nouns import Article

FRIDAY = datetime(2024, 3, 29, 12, tzinfo=UTC)
FAITHFUL = [
    ("It was 14F in the hills.", "In the hills it was minus 10C."),
    ("It was 12 degrees below zero.", "It was minus 12 degrees."),
    ("The sea warmed by 1.5 degrees Celsius.", "The sea warmed by 2.7 degrees Fahrenheit."),
    ("Winds of 30 metres per second blew.", "Winds of 108 km/h blew."),
    ("The farm has 640 acres.", "The farm has about one square mile of land."),
    ("The flat has 900 square feet.", "The flat has about 84 square metres."),
    ("He is 5 feet 11 inches tall.", "He is 1.80 metres tall."),
    ("The lorry weighs 40 tons.", "The lorry weighs 40 tonnes."),
    ("The tank holds 100 imperial gallons.", "The tank holds about 455 litres."),
    ("Four out of five shops are shut.", "80 percent of the shops are shut."),
    ("Two in ten days of strike were called off.", "Two days of the strike were called off."),
    ("Sales fell by a third.", "Sales fell by 33 percent."),
    ("It has drawn one hundred and five visitors.", "It has drawn 105 visitors."),
    ("The twenty-third stage was cut short.", "The 23rd stage was cut short."),
    ("Costs rose from 20 to 60 crowns; wages doubled.", "Costs tripled while wages doubled."),
    ("Two men were held and one was freed.", "One man was freed."),
    ("Three drivers stopped. A driver waved.", "One driver waved."),
    ("The runner fell again on Monday.", "The second fall of the runner was on Monday."),
    ("The vote is due next month.", "The vote is due in April 2024."),
    ("It closed a decade ago.", "It closed in 2014."),
    ("It closed three months ago.", "It closed in December 2023."),
    ("Talks ended yesterday.", "Talks ended on March 28."),
    ("Talks end on April 7.", "talks end on april 7."),
    ("Exports fell in the first quarter.", "Exports fell from January to March."),
    ("They waited for two decades.", "They waited for 20 years."),
    ("They waited for two days.", "They waited for 48 hours."),
    ("It took a year and a half.", "It took 18 months."),
    ("Sales rose in Q3.", "Sales rose in the third quarter."),
    ("Sales rose in the second quarter.", "Sales rose in Q2."),
    ("The plan has two NGOs as sponsors.", "An NGO sponsors the plan."),
    ("Open the valve.", "2. Open the valve."),
    ("The UN sent aid.", "United Nations aid was sent."),
    ("The Saudi team won.", "The team of Saudi Arabia won."),
    ("Aid for Laos was sent.", "Laotian villages got aid."),
]
FALSE = [
    ("It was 14F in the hills.", "In the hills it was 10C."),
    ("It was minus 12 degrees in Hale.", "It was 12 degrees in Hale."),
    ("Winds of 30 metres per second blew.", "Winds of 30 km/h blew."),
    ("The farm has 640 acres.", "The farm has 640 square miles of land."),
    ("He is 5 feet 11 inches tall.", "He is 1.90 metres tall."),
    ("Four out of five shops are shut.", "60 percent of the shops are shut."),
    ("It has drawn one hundred and five visitors.", "It has drawn 150 visitors."),
    ("The twenty-third stage was cut short.", "The twenty-second stage was cut short."),
    ("They waited for three weeks.", "They waited for three days."),
    ("They waited for a week.", "Seven crews waited."),
    ("Sales rose in the second quarter.", "Sales rose in Q3."),
    ("Profits doubled last spring.", "Profits tripled last spring."),
    ("Four ships sank in the storm.", "One ship sank in the storm."),
    ("He finished third in the slalom.", "He finished first in the slalom."),
    ("He won his first case.", "He won his second case."),
    ("The vote is due next month.", "The vote is due in May 2024."),
    ("It closed a decade ago.", "It closed in 2004."),
    ("Talks ended yesterday.", "Talks ended on March 30."),
    ("Europe needs new rails.", "The European Union needs new rails."),
    ("The team of Slovakia won.", "Slovenian skiers won."),
    ("The road was shut.", "Finnish lorries took another road."),
]


def article(text: str) -> Article:
    return Article.model_validate({"text": text, "published_at": FRIDAY})


@pytest.mark.parametrize(("source", "claim"), FAITHFUL)
def test_what_is_told_in_another_measure_or_word_has_no_problem(source: str, claim: str) -> None:
    assert problem(claim, [article(source)]) is None


@pytest.mark.parametrize(("source", "claim"), FALSE)
def test_a_wrong_measure_count_rank_period_or_country_is_found(source: str, claim: str) -> None:
    assert problem(claim, [article(source)]) is not None


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("It was -4F.", -4.0, "fahrenheit", "count"),
        ("It was minus 20 degrees Celsius.", -20.0, "celsius", "count"),
        ("It covers 3 sq km.", 3.0, "sqkm", "count"),
        ("It does 90 km/h.", 90.0, "kph", "count"),
        ("It is 6 ft 6 in wide.", 6.5, "foot", "count"),
        ("Three in four agree.", 75.0, "", "percent"),
        ("Two and a half million came.", 2.5e6, "came", "count"),
        ("Nine tenths agree.", 90.0, "", "percent"),
        ("A thousand and one tales.", 1001.0, "tale", "count"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: float, unit: str, kind: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit, figure.kind) == (value, unit, kind)


@pytest.mark.parametrize("text", ["He led at first.", "One of them left.", "It took a second."])
def test_small_words_that_count_nothing_are_no_figures(text: str) -> None:
    assert figures(text) == ()


PIECES = """
a one two half third thirds ſixth twenty twenty-first first 1st hundred thousand and 3 1,400 2.5 % percent
in out of every the were by than feet 6 inches -4F minus degrees Celsius below zero km² K m/s $ £ pounds
doubled twice as second last year ago May Sept 2024-02-30 Monday yesterday quarter . , - – Nigerian
"""


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=3)), st.sampled_from([" ", "-", ""])
)
def test_whatever_stands_in_a_text_is_compared(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    problem(text or "-", [article(text or "-")])
    places = [(figure.start, figure.start + len(figure.text)) for figure in figures(text)]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
