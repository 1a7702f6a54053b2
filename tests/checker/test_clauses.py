"""Sentences and the facts they hold, on a table of hand-written sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.checker.facts.clauses import facts
from groundwood.agents.retriever.terms import content_terms

PARTED = [
    (
        "The bridge collapsed at about 1:30 a.m. on March 26, and the mayor resigned on Friday.",
        ["The bridge collapsed at about 1:30 a.m. on March 26.", "The mayor resigned on Friday."],
    ),
    ("The mill closed and laid off 40 staff.", ["The mill closed.", "The mill laid off 40 staff."]),
    (
        "The harbour office closed the bridge on Monday and opened it again on Thursday.",
        [
            "The harbour office closed the bridge on Monday.",
            "The harbour office opened it again on Thursday.",
        ],
    ),
    (
        "The storm destroyed 14 houses, two schools and a bridge.",
        [
            "The storm destroyed 14 houses.",
            "The storm destroyed two schools.",
            "The storm destroyed a bridge.",
        ],
    ),
    (
        "Mayor Anna Berg, the leader of the council, resigned on Friday.",
        ["Mayor Anna Berg resigned on Friday.", "Mayor Anna Berg is the leader of the council."],
    ),
    (
        "Anna Berg, who led the council for ten years, resigned on Friday.",
        ["Anna Berg resigned on Friday.", "Anna Berg led the council for ten years."],
    ),
    (
        "The company, founded in 1999, closed its last plant in May.",
        ["The company closed its last plant in May.", "The company was founded in 1999."],
    ),
    (
        "The ship struck a pier of the bridge, killing six workers.",
        [
            "The ship struck a pier of the bridge.",
            "The ship struck a pier of the bridge, killing six workers.",
        ],
    ),
    (
        "After the ship lost power, it struck a pier of the bridge.",
        ["The ship lost power.", "It struck a pier of the bridge."],
    ),
    (
        "The bridge fell because the ship had lost power.",
        ["The bridge fell.", "The ship had lost power."],
    ),
    (
        "Berg said that the bridge was closed and the ferry was full.",
        ["Berg said that the bridge was closed.", "Berg said that the ferry was full."],
    ),
    (
        "Berg said that the bridge was closed and that the ferry was full.",
        ["Berg said that the bridge was closed.", "Berg said that the ferry was full."],
    ),
    (
        "The bridge was closed and the ferry was full, Mayor Anna Berg said on Monday.",
        [
            "The bridge was closed, Mayor Anna Berg said on Monday.",
            "The ferry was full, Mayor Anna Berg said on Monday.",
        ],
    ),
    (
        "According to the harbour office, the bridge was closed and the ferry was full.",
        [
            "According to the harbour office, the bridge was closed.",
            "According to the harbour office, the ferry was full.",
        ],
    ),
    (
        "The ministers of Japan and South Korea met in Tokyo and agreed to deepen trade and expand drills.",
        [
            "The ministers of Japan and South Korea met in Tokyo.",
            "The ministers of Japan and South Korea agreed to deepen trade and expand drills.",
        ],
    ),
    (
        "They agreed to share data and hold yearly drills.",
        ["They agreed to share data.", "They agreed to hold yearly drills."],
    ),
    (
        "The port will close two piers and cut 40 jobs.",
        ["The port will close two piers.", "The port will cut 40 jobs."],
    ),
    (
        "The man was arrested on Monday and charged with theft.",
        ["The man was arrested on Monday.", "The man was charged with theft."],
    ),
    (
        "The bridge was hit by a ship and fell into the river.",
        ["The bridge was hit by a ship.", "The bridge fell into the river."],
    ),
    (
        "The firm has closed two plants and laid off 40 workers.",
        ["The firm has closed two plants.", "The firm has laid off 40 workers."],
    ),
    (
        "The bridge opened in 1977, and its toll rose to 4 dollars in 2013.",
        ["The bridge opened in 1977.", "Its toll rose to 4 dollars in 2013."],
    ),
    (
        "Police arrested Mark Roe, who worked at the port and lived in Cork.",
        ["Police arrested Mark Roe.", "Mark Roe worked at the port and lived in Cork."],
    ),
    (
        "The ferry, which carries 300 cars, stopped in May.",
        ["The ferry stopped in May.", "The ferry carries 300 cars."],
    ),
    (
        "The council bought the land; the mayor signed the papers on Friday.",
        ["The council bought the land.", "The mayor signed the papers on Friday."],
    ),
    (
        "Speaking in Seoul, the minister warned of new floods.",
        [
            "Speaking in Seoul, the minister warned of new floods.",
            "The minister warned of new floods.",
        ],
    ),
    (
        "Six workers are missing and two were rescued from the river.",
        ["Six workers are missing.", "Two were rescued from the river."],
    ),
    (
        "A vessel without power hit a pier, and its owner paid for the damage.",
        ["A vessel without power hit a pier.", "Its owner paid for the damage."],
    ),
    (
        "The prices rose in March but fell again in April.",
        ["The prices rose in March.", "The prices fell again in April."],
    ),
    (
        "The mayor opened the bridge while the council met in Cork.",
        ["The mayor opened the bridge.", "The council met in Cork."],
    ),
    (
        "Although the bridge was new, it fell within a minute.",
        ["The bridge was new.", "It fell within a minute."],
    ),
    (
        "The group said it would close two plants and lay off 40 staff.",
        ["The group said it would close two plants.", "The group said it would lay off 40 staff."],
    ),
    (
        "The gap between rich and poor widened, and prices rose.",
        ["The gap between rich and poor widened.", "Prices rose."],
    ),
    (
        "The fire killed six people and injured 14 others.",
        ["The fire killed six people.", "The fire injured 14 others."],
    ),
    (
        "The vote, the third in a year, failed.",
        ["The vote failed.", "The vote is the third in a year."],
    ),
    (
        "The council approved the plan, which surprised the mayor.",
        [
            "The council approved the plan.",
            "The council approved the plan, which surprised the mayor.",
        ],
    ),
    (
        "The reporter met Anna Berg, who leads the council of Exampletown.",
        ["The reporter met Anna Berg.", "Anna Berg leads the council of Exampletown."],
    ),
    (
        "The harbour office said that it would close the bridge on Monday and reopen it on Thursday.",
        [
            "The harbour office said that it would close the bridge on Monday.",
            "The harbour office said that it would reopen it on Thursday.",
        ],
    ),
    (
        "The ship had lost power before it struck the pier of the bridge.",
        ["The ship had lost power.", "It struck the pier of the bridge."],
    ),
    (
        "The mayor said the crew was safe after the ship struck the pier.",
        ["The mayor said the crew was safe.", "The mayor said the ship struck the pier."],
    ),
    (
        "The council, led by Anna Berg, bought the land in 2019.",
        ["The council bought the land in 2019.", "The council was led by Anna Berg."],
    ),
    (
        "Officials from Cork and Dublin met on Friday and signed a treaty.",
        [
            "Officials from Cork and Dublin met on Friday.",
            "Officials from Cork and Dublin signed a treaty.",
        ],
    ),
    (
        "Prices fell in March, rose in April and fell again in May.",
        ["Prices fell in March.", "Prices rose in April.", "Prices fell again in May."],
    ),
    (
        "The port handles 300 ships a year and employs 900 people.",
        ["The port handles 300 ships a year.", "The port employs 900 people."],
    ),
    (
        "The guard was arrested, charged and released on Friday.",
        ["The guard was arrested.", "The guard was charged.", "The guard was released on Friday."],
    ),
    (
        "The company sold its ships, closed its office, and moved to Cork in 2020.",
        [
            "The company sold its ships.",
            "The company closed its office.",
            "The company moved to Cork in 2020.",
        ],
    ),
    (
        "The storm hit the coast on Monday, and the river rose on Tuesday, but nobody was hurt.",
        ["The storm hit the coast on Monday.", "The river rose on Tuesday.", "Nobody was hurt."],
    ),
    (
        "Crews pulled two men from the river and searched for six others.",
        ["Crews pulled two men from the river.", "Crews searched for six others."],
    ),
    (
        "The minister resigned in May and may return in June.",
        ["The minister resigned in May.", "The minister may return in June."],
    ),
    (
        "Mayor Anna Berg praised the crew, the divers and the pilots.",
        [
            "Mayor Anna Berg praised the crew.",
            "Mayor Anna Berg praised the divers.",
            "Mayor Anna Berg praised the pilots.",
        ],
    ),
    (
        'He said "the port is closed and the ferry is full" and left the room at once.',
        ['He said "the port is closed and the ferry is full".', "He left the room at once."],
    ),
    (
        "On Monday, the council met in Cork and approved the plan.",
        ["On Monday, the council met in Cork.", "On Monday, the council approved the plan."],
    ),
    (
        "Because the bridge was closed, the ferry made 40 trips a day.",
        ["The bridge was closed.", "The ferry made 40 trips a day."],
    ),
    (
        "The fire started on Saturday and was put out on Sunday, according to the harbour office.",
        [
            "The fire started on Saturday, according to the harbour office.",
            "The fire was put out on Sunday, according to the harbour office.",
        ],
    ),
    (
        "The union warned that the port would close and that 900 jobs would go.",
        ["The union warned that the port would close.", "The union warned that 900 jobs would go."],
    ),
    (
        "The bridge, built in 1977, carried 30,000 cars a day and linked two motorways.",
        [
            "The bridge carried 30,000 cars a day.",
            "The bridge was built in 1977.",
            "The bridge linked two motorways.",
        ],
    ),
    (
        "The driver, 54, was taken to hospital and released on Sunday.",
        ["The driver, 54, was taken to hospital.", "The driver, 54, was released on Sunday."],
    ),
]
WHOLE = [
    "The team treated burned and injured people at the harbour.",
    "He met wounded soldiers and displaced families in the camp.",
    '"We closed the bridge and opened the ferry," Berg said on Monday.',
    "The court did not close the mine because it was old.",
    "The United States, the European Union, and Japan signed the pact.",
    "The people injured in the crash were taken to hospital.",
    "The union condemned and sanctioned the firm on Monday.",
    "If the bank fails, the state will pay and the owner will go free.",
    "Neither the mayor nor the council approved the plan and the port stayed open.",
    "Berg said the port closed and left the room.",
    "The mayor praised the crew and the divers who searched the river.",
    "The harbour office said the bridge was safe, but the owner closed it.",
    "The storm killed two people and damaged roads in the north.",
    "The treaty covers trade, energy and defence in the north.",
    "The vote was between a new bridge and an old ferry that nobody wanted.",
    "The bridge reopened on Thursday and traffic returned on Friday.",
    "The office (closed since May and sold in June) reopened in July.",
    "The bridge cost 3 million dollars and a ferry cost 2 million.",
    "Ships waited outside the port, and the owners, who lost money, asked for help.",
    "The fire was put out on Sunday, according to the harbour office.",
    "Not only the bridge fell but the road was closed as well.",
    "The firm bought land in Cork and houses in Dublin.",
]
QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"")
WORDS = (
    "the ship Berg said that and which closed struck , a port 14 was to who after ; “ ” ( ) it hit"
)


def test_the_table_has_more_than_40_sentences() -> None:
    assert len(PARTED) + len(WHOLE) >= 40


@pytest.mark.parametrize(("sentence", "expected"), PARTED)
def test_a_sentence_is_parted_into_its_facts(sentence: str, expected: list[str]) -> None:
    assert [fact.text for fact in facts(sentence)] == expected


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_sentence_that_cannot_be_parted_safely_stays_whole(sentence: str) -> None:
    (fact,) = facts(sentence)
    assert (fact.text, fact.start, fact.end) == (sentence, 0, len(sentence))


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in PARTED])
def test_each_fact_points_at_words_of_its_own(sentence: str) -> None:
    for fact in facts(sentence):
        own = sentence[fact.start : fact.end]
        assert own.strip() == own != ""
        assert content_terms(own) & content_terms(fact.text) or fact.kind == "main"


def test_a_quotation_that_holds_clauses_is_never_parted() -> None:
    sentence = "Berg said “the port closed and the ferry left” and the council met on Friday."
    quotes = QUOTED.findall(sentence)
    held = [quote for fact in facts(sentence) for quote in QUOTED.findall(fact.text)]
    assert set(held) == set(quotes)
    assert not any("“" in fact.text and "”" not in fact.text for fact in facts(sentence))


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=25).map(" ".join))
def test_facts_of_any_words_are_made_of_these_words_alone(text: str) -> None:
    allowed = content_terms(text) | {"is", "are", "was", "were"}
    for fact in facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert content_terms(fact.text) <= allowed


@given(st.text(min_size=1, max_size=300))
def test_any_text_has_at_least_one_fact(text: str) -> None:
    assert facts(text)
