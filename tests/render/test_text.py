"""The text form: to the byte, and back."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.nouns import Citation, Paragraph, Sentence, Story
from groundwood.render import parse_story, render_story

SAMPLE = Path(__file__).parents[2] / "examples" / "sample-story.txt"
A, B, LONG = "a3a17192", "e6cda50b", "a3a1719244"
HEAD = "v0.24 🌳 \u00a0\n\nTitle\n\n2024-08-18 02:09:53.946000"
TAIL = "Disclaimer: Take care."


def sentence(text: str, *ids: str) -> Sentence:
    return Sentence(text=text, citations=tuple(Citation(article_id=key) for key in ids))


def story(*sentences: Sentence, **changes: object) -> Story:
    given_parts: dict[str, object] = {
        "version": "0.24",
        "title": "Title",
        "updated_at": datetime(2024, 8, 18, 2, 9, 53, 946000, UTC),
        "paragraphs": (Paragraph(sentences=sentences),) if sentences else (),
        "disclaimer": "Take care.",
    }
    return Story.model_validate(given_parts | changes)


def body(*sentences: Sentence) -> str:
    return render_story(story(*sentences)).removeprefix(HEAD + "\n\n").removesuffix("\n\n" + TAIL)


def read(paragraph: str) -> list[tuple[str, tuple[str, ...]]]:
    parsed = parse_story(f"{HEAD}\n\n{paragraph}\n\n{TAIL}")
    return [(one.text, one.article_ids) for one in parsed.sentences]


def covered(told: Story) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Each paragraph's text without white space, and for each of its characters the ids over it."""
    return [
        (
            "".join("".join(one.text.split()) for one in paragraph.sentences),
            [one.article_ids for one in paragraph.sentences for _ in "".join(one.text.split())],
        )
        for paragraph in told.paragraphs
    ]


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_story(text)
    return str(caught.value)


def not_printed(unprintable: Story) -> str:
    with pytest.raises(InputError) as caught:
        render_story(unprintable)
    return str(caught.value)


def test_the_sample_story_renders_back_to_the_byte() -> None:
    sample = SAMPLE.read_bytes().decode()
    assert render_story(parse_story(sample)) == sample


def test_the_sample_story_is_read_whole() -> None:
    sample = parse_story(SAMPLE.read_text(encoding="utf-8"))
    assert (sample.version, sample.parent, len(sample.paragraphs)) == ("0.24", None, 5)
    assert sample.updated_at == datetime(2024, 8, 18, 2, 9, 53, 946000, UTC)
    assert sample.article_ids == (A, B)
    assert [len(paragraph.sentences) for paragraph in sample.paragraphs] == [2, 2, 5, 5, 2]


def test_a_story_without_paragraphs_is_four_parts_without_a_last_newline() -> None:
    assert render_story(story()) == f"{HEAD}\n\n{TAIL}"


def test_equal_texts_give_equal_stories_and_other_texts_other_uuids() -> None:
    text = render_story(story(sentence("One.", A)))
    assert parse_story(text) == parse_story(text)
    assert parse_story(text).uuid != parse_story(text.replace("One", "Two")).uuid


def test_line_ends_a_byte_order_mark_and_a_last_newline_do_not_matter() -> None:
    text = render_story(story(sentence("One.", A), sentence("Two.", B)))
    for written in (text + "\n", text.replace("\n", "\r\n"), "\ufeff" + text, "\n\n" + text):
        assert parse_story(written) == parse_story(text)


def test_lines_that_were_wrapped_are_one_paragraph() -> None:
    assert read(f"One came\nto all [{A}]. Two [{B}].") == [
        ("One came to all.", (A,)),
        ("Two.", (B,)),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("It is so.", f"It is so [{A}]."),
        ("Is it so?", f"Is it so [{A}]?"),
        ("It is so!", f"It is so [{A}]!"),
        ("It is so…", f"It is so [{A}]…"),
        ("It is so...", f"It is so [{A}]..."),
        ("Is it?!", f"Is it [{A}]?!"),
        ("In the U.S.", f"In the U.S [{A}]."),
        ("それです。", f"それです [{A}]。"),
        ('He said, "we will stand."', f'He said, "we will stand." [{A}]'),
        ("He said it (twice.)", f"He said it (twice.) [{A}]"),
        ("He said it (twice).", f"He said it (twice) [{A}]."),
        ("No stop at all", f"No stop at all [{A}]"),
        ("...", f"... [{A}]"),
    ],
)
def test_the_marker_stands_before_the_closing_stop_else_behind(text: str, printed: str) -> None:
    assert body(sentence(text, A)) == printed
    assert read(printed) == [(text, (A,))]


def test_one_marker_ends_a_run_of_sentences_with_the_same_sources() -> None:
    run = (sentence("One.", A, B), sentence("Two.", A, B), sentence("Three.", B))
    assert body(*run) == f"One. Two [{A}][{B}]. Three [{B}]."
    assert read(body(*run)) == [("One.", (A, B)), ("Two.", (A, B)), ("Three.", (B,))]


def test_sentences_after_the_last_marker_are_uncited() -> None:
    assert read(f"One [{A}]. Two. Three.") == [("One.", (A,)), ("Two.", ()), ("Three.", ())]
    assert body(sentence("One.", A), sentence("Two.")) == f"One [{A}]. Two."


def test_no_space_is_put_after_a_wide_full_stop() -> None:
    run = (sentence("一つ。", A), sentence("二つ。", A), sentence("三つ。", B))
    assert body(*run) == f"一つ。二つ [{A}]。三つ [{B}]。"
    assert read(body(*run)) == [("一つ。", (A,)), ("二つ。", (A,)), ("三つ。", (B,))]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (f"One. [{A}] Two.", [("One.", (A,)), ("Two.", ())]),
        (f"One[{A}]. Two.", [("One.", (A,)), ("Two.", ())]),
        (f"One [{A}] [{B}]. Two.", [("One.", (A, B)), ("Two.", ())]),
        (f"One [{A}]. [{B}] Two.", [("One.", (A, B)), ("Two.", ())]),
        (f"One [{A}][{A}]. Two.", [("One.", (A,)), ("Two.", ())]),
        (f'He said "we stand [{A}]." Two.', [('He said "we stand."', (A,)), ("Two.", ())]),
        (f"He came (late [{A}]). Two.", [("He came (late).", (A,)), ("Two.", ())]),
        (f"All [{A}] met, it said. Two.", [("All met, it said.", (A,)), ("Two.", ())]),
        (f"All met [{A}], and left [{B}]. Two.", [("All met, and left.", (A, B)), ("Two.", ())]),
        (f"[{A}] One. Two.", [("One.", (A,)), ("Two.", ())]),
        (f"One [{LONG}]. Two.", [("One.", (LONG,)), ("Two.", ())]),
        ("One [1]. Two [A3A17192].", [("One [1].", ()), ("Two [A3A17192].", ())]),
    ],
)
def test_markers_as_other_writers_set_them_are_read(
    written: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert read(written) == found


def test_notices_are_paragraphs_between_body_and_disclaimer() -> None:
    noticed = story(sentence("One.", A), notices=("Sources differ.", f"One source: [{A}]."))
    assert render_story(noticed) == (
        f"{HEAD}\n\nOne [{A}].\n\nNotice: Sources differ.\n\nNotice: One source: [{A}].\n\n{TAIL}"
    )
    assert parse_story(render_story(noticed)).notices == noticed.notices


@pytest.mark.parametrize(
    ("unprintable", "said"),
    [
        (story(title="Two\nlines"), "the title is not one line of text: 'Two\\nlines'"),
        (story(title=""), "the title is not one line of text: ''"),
        (story(title=" x"), "the title is not one line of text: ' x'"),
        (story(disclaimer=""), "the disclaimer is not one line of text: ''"),
        (story(notices=("a\u2028b",)), "the notice is not one line of text: 'a\\u2028b'"),
        (story(sentence("a\nb.")), "the sentence is not one line of text: 'a\\nb.'"),
        (story(sentence("\u00a0")), "the sentence is not one line of text: '\\xa0'"),
        (
            story(sentence(f"It is [{B}] so.", A)),
            f"the sentence holds a citation marker in its words: 'It is [{B}] so.'",
        ),
        (
            story(sentence("One."), sentence("Two.", A)),
            "an uncited sentence stands before a cited one: 'One.'",
        ),
        (
            story(sentence("Notice: One.")),
            "a paragraph begins like a notice or disclaimer: 'Notice: One.'",
        ),
        (
            story(sentence("Disclaimer: One.")),
            "a paragraph begins like a notice or disclaimer: 'Disclaimer: One.'",
        ),
        (
            story(sentence("one", A), sentence("two.", B)),
            f"the markers of a paragraph would not read back: 'one [{A}] two [{B}].'",
        ),
    ],
)
def test_what_would_not_read_back_is_refused(unprintable: Story, said: str) -> None:
    assert not_printed(unprintable) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: not a whole story: expected version, title, time, paragraphs and disclaimer"),
        (f"{HEAD}\n", "line 5: not a whole story"),
        (f"\n0.24\n\nT\n\nx\n\n{TAIL}", "line 2: expected a version like 'v0.01 🌳', not '0.24'"),
        (HEAD.replace("24 🌳", "2 🌳") + "\n\n" + TAIL, "line 1: expected a version like"),
        (
            HEAD.replace("53.946", "61.946") + "\n\n" + TAIL,
            "line 5: expected a UTC time like '2024-08-18 02:09:53.946000', not '2024-08-18 02:09:",
        ),
        (f"{HEAD}\n\nBody.\n\nEnd.", "line 9: expected 'Disclaimer: …', not 'End.'"),
        (
            f"{HEAD}\n\nNotice: Hm.\n\nBody.\n\n{TAIL}",
            "line 7: expected notices only just above the disclaimer, not 'Notice: Hm.'",
        ),
        (
            f"{HEAD}\n\n{TAIL}\n\n{TAIL}",
            "line 7: expected the disclaimer only at the end, not 'Disclaimer: Take care.'",
        ),
        (f"{HEAD}\n\n[{A}]\n\n{TAIL}", "line 7: expected a sentence with the markers"),
        (f"{HEAD}\n\na\ud800b\n\n{TAIL}", "line 7: expected Unicode text, not a lone surrogate"),
    ],
)
def test_what_is_not_a_story_is_refused_with_its_line(text: str, said: str) -> None:
    assert refused(text).startswith(said)


def test_a_year_before_one_thousand_keeps_its_four_digits() -> None:
    old = story(updated_at=datetime(33, 4, 3, tzinfo=UTC))
    assert "\n0033-04-03 00:00:00.000000\n" in render_story(old)
    assert parse_story(render_story(old)).updated_at == old.updated_at


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 200_000,
        "]" * 200_000,
        " " * 1_000_000,
        "\u00a0" * 1_000_000,
        "." * 200_000,
        '"' * 200_000,
        "[deadbee" * 100_000,
        f"[{A}]" * 100_000,
        f"a [{A}] " * 50_000,
        f"[{A}]. " * 50_000,
        "".join(f"[{number:08x}]" for number in range(50_000)),
    ],
    ids=lambda text: f"{text[:6]!r}",
)
def test_hostile_text_is_read_and_printed_again(hostile: str) -> None:
    parsed = parse_story(f"{HEAD}\n\nOne {hostile} two [{B}].\n\n{TAIL}")
    assert covered(parse_story(render_story(parsed))) == covered(parsed)


HOSTILE = st.one_of(
    st.text(st.sampled_from("aB1 .?!…。[]()\"'”’「」;,:-\u00a0\u2028\x85\n\t|"), max_size=12),
    st.text(max_size=20),
    st.sampled_from(
        [
            "The U.S. won.",
            '"Yes."',
            "It rose 3.5 percent.",
            "他说。",
            "हाँ।",
            "Dr. No",
            "e.g. x",
            "…",
        ]
    ),
    st.sampled_from([f"x [{A}] y.", "[12345678]", "Notice: x", "Disclaimer: y", "v0.24 🌳"]),
)
LINES = HOSTILE.map(lambda text: " ".join(text.split())).filter(bool)
SENTENCES = st.builds(
    sentence, LINES | HOSTILE.filter(bool), *[st.sampled_from([A, B, LONG])] * 2
) | st.builds(sentence, LINES, st.sampled_from([A, B]))
PARAGRAPHS = st.builds(
    Paragraph,
    sentences=st.lists(SENTENCES, min_size=1, max_size=5).map(tuple)
    | st.builds(
        lambda cited, uncited: (*cited, sentence(uncited)), st.lists(SENTENCES, max_size=3), LINES
    ),
)
STORIES = st.builds(
    Story,
    version=st.from_regex(r"\A[0-9]{1,3}\.[0-9]{2}\Z"),
    title=LINES,
    updated_at=st.datetimes(),
    paragraphs=st.lists(PARAGRAPHS, max_size=3).map(tuple),
    notices=st.lists(LINES, max_size=2).map(tuple),
    disclaimer=LINES,
)


@given(STORIES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_printed_story_reads_back_with_all_that_the_text_holds(told: Story) -> None:
    try:
        printed = render_story(told)
    except InputError:
        assume(False)
    back = parse_story(printed)
    assert render_story(back) == printed
    assert (back.version, back.title, back.updated_at) == (
        told.version,
        told.title,
        told.updated_at,
    )
    assert (back.notices, back.disclaimer) == (told.notices, told.disclaimer)
    assert covered(back) == covered(told)


@given(st.lists(LINES | st.sampled_from([f"[{A}]", f"[{B}]."]), min_size=1, max_size=8))
@settings(max_examples=300)
def test_what_is_read_from_any_paragraph_can_be_printed_and_read_again(pieces: list[str]) -> None:
    try:
        parsed = parse_story(f"{HEAD}\n\n{' '.join(pieces)}\n\n{TAIL}")
    except InputError:
        assume(False)
    try:
        printed = render_story(parsed)
    except InputError:
        assume(False)
    assert render_story(parse_story(printed)) == printed
    assert covered(parse_story(printed)) == covered(parsed)


@given(st.text(max_size=200))
def test_any_text_is_a_story_or_an_input_error(text: str) -> None:
    with suppress(InputError):
        assert isinstance(parse_story(text), Story)
