"""A text printed with markers in any style, and any list of sources, reads back as it was."""

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.ingest.cited import parse_cited
from groundwood.nouns import Article

Style = Callable[[list[int], Sequence[Article]], str]
Cited = tuple[str, list[int]]

SENTENCES = [
    "The ministers signed a memorandum in Tokyo.",
    'He said: "We stand together."',
    "It covers 3,500 exercises, 2.5 percent more than in 2023!",
    "Will the U.S. follow?",
    "The next one is planned for South Korea",
    "Mr. Kihara was host (for the first time).",
]
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def each(form: str) -> Style:
    return lambda numbers, _: "".join(form.format(number) for number in numbers)


def joined(form: str, between: str) -> Style:
    return lambda numbers, _: form.format(between.join(map(str, numbers)))


STYLES: dict[str, Style] = {
    "ids": lambda numbers, given: "".join(f"[{given[n - 1].id}]" for n in numbers),
    "ids in one": lambda numbers, given: f"[{', '.join(given[n - 1].id for n in numbers)}]",
    "numbers": each("[{}]"),
    "numbers in one": joined("[{}]", ", "),
    "tight": joined("[{}]", ","),
    "footnotes": each("[^{}]"),
    "raised": lambda numbers, _: ",".join(str(n).translate(RAISED) for n in numbers),
    "tags": each("<sup>{}</sup>"),
    "sources": joined("(Sources {})", " and "),
    "source": each("(Source {})"),
    "square source": joined("[Source {}]", ", Source "),
    "wide": each("【{}】"),
    "wide with a name": each("【{}†source】"),
    "links": each("[[{}]](#s)"),
}
LISTS: dict[str, Callable[[int, Article], str]] = {
    "[1] Title": lambda n, a: f"[{n}] {a.title}",
    "[1] Title, URL": lambda n, a: f"[{n}] {a.title}, {a.url}",
    "1. Title - URL": lambda n, a: f"{n}. {a.title} - {a.url}",
    "1) URL": lambda n, a: f"{n}) <{a.url}>",
    "[^1]: URL": lambda n, a: f"[^{n}]: {a.url}",
    "Source 1: Title": lambda n, a: f"Source {n}: {a.title}. {a.source}.",
    "- [1] id": lambda n, a: f"- [{n}] {a.id}",
}
HEADINGS = ["## Sources\n\n", "References:\n", "Notes\n-----\n", "**Sources**\n\n", ""]


def printed(sentence: Cited, style: Style, before: bool, given: Sequence[Article]) -> str:
    text, numbers = sentence
    if not numbers:
        return text
    mark = style(numbers, given)
    gap = "" if mark[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹<" else " "
    if before and text[-1] in ".!?":
        return f"{text[:-1]}{gap}{mark}{text[-1]}"
    return f"{text}{gap}{mark}"


@settings(deadline=None)
@given(
    paragraphs=st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(SENTENCES),
                st.lists(st.integers(1, 8), max_size=3, unique=True),
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=3,
    ),
    style=st.sampled_from(list(STYLES)),
    entry=st.sampled_from(list(LISTS)),
    heading=st.sampled_from(HEADINGS),
    before=st.booleans(),
    order=st.permutations(range(8)),
)
def test_markers_of_any_style_read_back_to_the_same_citations(
    articles: Sequence[Article],
    paragraphs: list[list[Cited]],
    style: str,
    entry: str,
    heading: str,
    before: bool,
    order: list[int],
) -> None:
    shuffled = [articles[place] for place in order]
    paragraphs = [[_closed(one, at, block) for at, one in enumerate(block)] for block in paragraphs]
    body = "\n\n".join(
        " ".join(printed(one, STYLES[style], before, shuffled) for one in block)
        for block in paragraphs
    )
    listed = "\n".join(LISTS[entry](n, a) for n, a in enumerate(shuffled, 1))
    cited = parse_cited(f"A title\n\n{body}\n\n{heading}{listed}\n", articles)
    ids = {source.label: source.article_id for source in cited.sources}
    assert [(s.text, [ids[label] for label in s.labels]) for s in cited.sentences] == [
        (text, [shuffled[number - 1].id for number in numbers])
        for block in paragraphs
        for text, numbers in block
    ]


def _closed(sentence: Cited, at: int, block: list[Cited]) -> Cited:
    """Only the last sentence of a paragraph may lack its full stop, and then it is cited."""
    text, numbers = sentence
    if text[-1].isalpha() and (at + 1 < len(block) or not numbers):
        return f"{text}.", numbers
    return sentence
