"""Who a sentence says said something."""

import pytest

from groundwood.eval.metrics.speakers import speaker_of, speakers


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Ana Ruiz said it held.", ["Ana Ruiz"]),
        ("Ruiz, the mayor of Porto, has said so.", ["Ruiz"]),
        ("It held, said the mayor, Ana Ruiz.", ["Ana Ruiz"]),
        ("It held, according to Ana Ruiz.", ["Ana Ruiz"]),
        ("But Ursula von der Leyen warned.", ["Leyen"]),
        ("Ursula von Leyen warned.", ["Ursula von Leyen"]),
        ("Ruiz told Reuters so.", ["Ruiz"]),
        ("She said on Monday in Porto that it held.", []),
        ("She said Monday that it held.", []),
        ("“Costa said so,” Ruiz said.", ["Ruiz"]),
        ("Ruiz left.", []),
    ],
)
def test_a_name_joined_to_a_verb_of_saying_speaks(sentence: str, names: list[str]) -> None:
    assert [speaker.name for speaker in speakers(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "quote", "name"),
    [
        ("“We go,” Ruiz said, and Costa added that it rained.", "We go,", "Ruiz"),
        ("Ruiz told Reuters “it rains”, while Holt said “we go”.", "it rains", "Ruiz"),
        ("Ruiz told Reuters “it rains”, while Holt said “we go”.", "we go", "Holt"),
        ("Ruiz said so, but “it rains,” said Holt.", "it rains,", "Holt"),
        ("“It rains” is all that Ruiz said.", "It rains", "Ruiz"),
        ("They said “it rains”.", "it rains", None),
    ],
)
def test_the_speaker_stands_right_behind_the_quotation_or_before_it(
    sentence: str, quote: str, name: str | None
) -> None:
    assert speaker_of(quote, sentence) == name
