"""Known-false variants of sentences: what each kind makes, and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.checker.mutations.make import KINDS, MutationPool, mutations, pool_of

POOL = pool_of(
    [
        "Mary Jones spoke for the Transport Ministry in Oslo.",
        "John Smith of the Harbour Board led the inquiry.",
        "The inquiry found no fault with the harbour pilots.",
    ]
)
_PIECES = """The a bridge ship Mary Jones John Smith hit killed rose said was not did were may have
    been part of the some all 14 March 2024 Tuesday three million miles because led to before after
    in Oslo Norway , . “ ” ’ - plans build $5 % no never"""
WORDS = st.sampled_from(_PIECES.split())
_NUMBER_WORDS = "Two Four Five Six Seven Eight Nine Ten Eleven Twelve"
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())


def made(kind: str, sentence: str, pool: MutationPool = POOL) -> set[str]:
    """Return the texts of all mutations of the kind."""
    found = mutations(sentence, pool, per_kind=50)
    return {mutation.text for mutation in found if mutation.kind == kind}


@pytest.mark.parametrize(
    ("kind", "sentence", "false"),
    [
        ("unit", "The fund holds $3 million.", "The fund holds $3 billion."),
        ("unit", "Prices rose by 5 percent.", "Prices rose by 5 percentage points."),
        ("unit", "The fire burned for 20 miles.", "The fire burned for 20 kilometers."),
        ("unit", "The talks took three days.", "The talks took three weeks."),
        ("role swap", "Norway accused Sweden of a breach.", "Sweden accused Norway of a breach."),
        ("role swap", "The ship hit the bridge on Monday.", "The bridge hit the ship on Monday."),
        ("role swap", "The United States sued Peru.", "Peru sued the United States."),
        ("role swap", "Ann Hall was praised by Bo Lund.", "Bo Lund was praised by Ann Hall."),
        ("role swap", "He flew from Paris to Rome.", "He flew from Rome to Paris."),
        (
            "role swap",
            "The board accused the mayor of fraud.",
            "The mayor accused the board of fraud.",
        ),
        (
            "role swap",
            "President Hall praised Governor Lund.",
            "Governor Lund praised President Hall.",
        ),
        (
            "role swap",
            "A gunman shot the mayor, police said.",
            "The mayor shot a gunman, police said.",
        ),
        ("role swap", "Germany is larger than Spain.", "Spain is larger than Germany."),
        ("role swap", "Ann Hall sold 5 boats to Bo Lund.", "Bo Lund sold 5 boats to Ann Hall."),
        ("negation", "The minister signed the deal.", "The minister did not sign the deal."),
        ("negation", "The minister did not sign the deal.", "The minister signed the deal."),
        ("negation", "The road was closed.", "The road was not closed."),
        ("negation", "The court has not ruled.", "The court has ruled."),
        ("negation", "Crews can reach the site.", "Crews cannot reach the site."),
        ("negation", "She doesn't hold any shares.", "She holds some shares."),
        ("negation", "He never signed it.", "He signed it."),
        ("antonym", "Shares rose sharply.", "Shares fell sharply."),
        ("antonym", "Shares have risen.", "Shares have fallen."),
        ("antonym", "The bank raised its key rate.", "The bank held its key rate."),
        ("antonym", "Fourteen people were dead.", "Fourteen people were injured."),
        ("antonym", "The council approved it.", "The council rejected it."),
        ("antonym", "Ministers agreed to meet.", "Ministers refused to meet."),
        ("modality", "The crew may have died.", "The crew died."),
        ("modality", "The men may have been killed.", "The men were killed."),
        ("modality", "The city plans to build a port.", "The city built a port."),
        ("modality", "The alleged thief fled.", "The proven thief fled."),
        ("quantity", "Some of the crew left.", "All of the crew left."),
        ("quantity", "At least 14 people left.", "At most 14 people left."),
        ("quantity", "Hundreds of people left.", "Thousands of people left."),
        ("time order", "It sank after the storm.", "It sank before the storm."),
        ("time order", "It sank two days earlier.", "It sank two days later."),
        ("cause", "It sank because of the storm.", "It sank despite the storm."),
        ("cause", "The storm led to a blackout.", "The storm prevented a blackout."),
        ("part", "A part of the bridge fell.", "The entire bridge fell."),
        ("part", "The road was partly closed.", "The road was completely closed."),
    ],
)
def test_each_kind_makes_the_false_sentence_that_one_would_write(
    kind: str, sentence: str, false: str
) -> None:
    assert false in made(kind, sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("role swap", "Norway met Sweden on Monday."),
        ("role swap", "Norway agreed with Sweden on Monday."),
        ("role swap", "Parents praised Ann Hall."),
        ("role swap", "The teachers were praised by the mayor."),
        ("quantity", "Not many of the crew left."),
        ("number", "The F-35 landed at 10:30."),
        ("number", "One person was hurt."),
        ("date", "The minister may march on."),
        ("negation", "Nobody was hurt."),
        ("negation", "He did not arrive until Monday."),
        ("negation", "The deal signed in Oslo binds both."),
        ("negation", "If the road was closed, they turned."),
        ("quantity", "Few knew."),
        ("time order", "He stood before the court."),
        ("part", "It was part of the plan."),
        ("antonym", "The meeting was held in Oslo."),
        ("attribution", "The road was closed."),
    ],
)
def test_what_would_be_true_or_no_english_is_not_made(kind: str, sentence: str) -> None:
    assert made(kind, sentence) == set()


def test_a_count_changes_and_keeps_its_spelling() -> None:
    (text,) = made("number", "The fire destroyed 1,400 homes.")
    figure = text.removeprefix("The fire destroyed ").removesuffix(" homes.")
    value = int(figure.replace(",", ""))
    assert abs(value - 1400) >= 0.15 * 1400
    assert figure == f"{value:,}"


def test_a_number_word_becomes_another_number_word() -> None:
    (text,) = made("number", "Three ministers met.")
    assert text.split()[0] in NUMBER_WORDS


def test_a_figure_that_stands_around_is_not_taken() -> None:
    pool = pool_of([f"It found {n} boats and {2 * n} cars." for n in range(1, 200)])
    assert made("number", "It found 90 cranes.", pool) == set()


def test_more_than_a_figure_becomes_more_than_a_much_larger_one() -> None:
    for seed in range(20):
        found = mutations("It cost more than 200 dollars.", POOL, seed, per_kind=50)
        texts = [m.text.split()[4] for m in found if m.kind == "number"]
        assert all(int(figure) >= 320 for figure in texts)


def test_a_date_changes_in_day_month_year_or_weekday() -> None:
    found = mutations("It sank on Tuesday, 12 March 2021.", POOL, per_kind=50)
    assert [m.old for m in found if m.kind == "date"] != []
    assert {m.old for m in found if m.kind == "date"} == {"Tuesday", "12", "March", "2021"}


def test_a_person_becomes_another_person_of_the_pool() -> None:
    assert made("name", "Lisa Berg signed the letter.") <= {
        "Mary Jones signed the letter.",
        "John Smith signed the letter.",
    }


def test_a_person_with_nobody_around_gets_another_first_name_or_surname() -> None:
    (text,) = made("name", "Lisa Berg signed the letter.", MutationPool())
    first, last = text.split()[:2]
    assert (first == "Lisa") != (last == "Berg")


def test_a_place_becomes_a_place_of_its_kind() -> None:
    pool = pool_of(["The ship left Lisbon for Norway."])
    assert made("location", "The talks were in Rome.", pool) == {"The talks were in Lisbon."}


def test_what_one_said_is_told_of_another_of_the_pool() -> None:
    found = made("attribution", "Lisa Berg said the road was safe.")
    assert found <= {
        "Mary Jones said the road was safe.",
        "John Smith said the road was safe.",
    }
    assert found != set()


def test_a_splice_joins_one_subject_to_what_is_told_of_another() -> None:
    pool = pool_of(["Lisa Berg wrote the report.", "The ferry struck the pier."])
    assert made("splice", "Lisa Berg wrote the report.", pool) == {"Lisa Berg struck the pier."}


def test_what_a_sentence_around_says_is_not_made() -> None:
    pool = pool_of(["Lisa Berg signed the letter.", "Mary Jones signed the letter."])
    assert "Mary Jones signed the letter." not in made("name", "Lisa Berg signed the letter.", pool)


def test_an_article_fits_the_word_behind_it() -> None:
    assert made("antonym", "It was an increase.") == {"It was a decrease."}


def test_a_mutation_tells_what_it_replaced_where_words_were_replaced() -> None:
    found = {m.kind: (m.old, m.new) for m in mutations("It sank after the storm.", POOL)}
    assert found["time order"] == ("after", "before")
    assert {m.new for m in mutations("Norway sued Peru.", POOL) if m.kind == "role swap"} == {""}


def test_another_seed_may_give_other_mutations() -> None:
    several = {tuple(mutations("It found 90 cranes.", POOL, seed)) for seed in range(10)}
    assert len(several) > 1


@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), st.integers(0, 99))
def test_no_mutation_is_the_sentence_itself_and_the_same_seed_gives_the_same(
    sentence: str, seed: int
) -> None:
    found = mutations(sentence, POOL, seed)
    assert found == mutations(sentence, POOL, seed)
    assert all(m.text.casefold() != sentence.casefold() and m.kind in KINDS for m in found)
    assert len({m.text for m in found}) == len(found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_mutated(sentence: str, around: str) -> None:
    assert all(m.text != sentence for m in mutations(sentence, pool_of([around])))
