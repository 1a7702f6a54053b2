"""Small models: a grammar prints only what the sources say, and every paragraph reads back."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.summarizer.extractive import ExtractiveSummarizer
from groundwood.agents.summarizer.grammar_clauses import Clause, clauses_of
from groundwood.agents.summarizer.grammar_connectives import connectives
from groundwood.agents.summarizer.grammar_forms import forms_of
from groundwood.agents.summarizer.grammar_gbnf import literal
from groundwood.agents.summarizer.grammar_paragraph import ParagraphGrammar, State
from groundwood.agents.summarizer.grammar_writer import GrammarSummarizer
from groundwood.errors import AnswerInvalid, SettingsError
from groundwood.gateway.base import Prompt
from groundwood.gateway.open import open_model
from groundwood.gateway.scripted import ScriptedModel
from groundwood.nouns import Article, Citation, ParagraphPlan, Sentence, Span
from groundwood.settings import load_settings
from groundwood.store import ArticleStore
from groundwood.text.sentences import sentence_spans

PlanOf = Callable[..., ParagraphPlan]

TERMINALS = (
    'He said "no" \\ [sic] {x} $y (z) | a::=b # c.',
    "“Größe” — 12 % of ¥5; naïve café.",
    "한국과 일본은 협력한다。",
    "a\u00a0b\u200bc\tTab \x01\x7f ctrl.",
    "emoji 🚢🌳 \U0001f1f0\U0001f1f7 end.",
    'back\\nslash \\x41 \\" \\u0041 [a-z]* +?.',
    "e\u0301\u202eright\r\nline.",
)


def clause(text: str, article: Article | None = None, **changes: object) -> Clause:
    citations = (Citation(article_id=article.id, spans=(Span(start=0, end=9),)),) if article else ()
    fields: dict[str, object] = {
        "sentence": Sentence(text=text, citations=citations),
        "article": article,
        "forms": (text,),
        "lowered": True,
        "kept": False,
        "behind": frozenset(),
        "right_behind": None,
    }
    return Clause(**{**fields, **changes})  # type: ignore[arg-type]


def paragraphs_of(grammar: ParagraphGrammar) -> Iterator[str]:
    """Every text that the grammar can make."""

    def from_(state: State) -> Iterator[str]:
        if not grammar.steps[state]:
            yield ""
        for step in grammar.steps[state]:
            for rest in from_(step.state):
                yield step.text + rest

    return from_(State())


def read_literal(written: str) -> str:
    """Read a literal as llama.cpp's grammar parser does."""
    escapes = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\", '"': '"', "[": "[", "]": "]"}
    pattern = r"\\x([0-9A-F]{2})|\\u([0-9A-F]{4})|\\U([0-9A-F]{8})|\\([trn\\\"\[\]])|([^\"\\\n])"
    assert re.fullmatch(f'"(?:{pattern})*"', written)
    found = re.findall(pattern, written[1:-1])
    return "".join(
        escapes[short] if short else plain or chr(int(x or u or big, 16))
        for x, u, big, short, plain in found
    )


@given(st.text())
def test_a_literal_reads_back_as_its_text(text: str) -> None:
    assert read_literal(literal(text)) == text


@given(st.lists(st.text(min_size=1).map(lambda t: f"x{t}."), min_size=1, max_size=4, unique=True))
def test_every_paragraph_that_a_grammar_makes_reads_back(texts: list[str]) -> None:
    clauses = tuple(clause(text, forms=(text, f"{text}!")) for text in texts)
    grammar = ParagraphGrammar(clauses)
    for made in islice(paragraphs_of(grammar), 50):
        read = grammar.read(made)
        assert read is not None
        assert len(read) == len(texts)
        assert " ".join(s.text for s in read).split() == made.split()


def test_what_the_grammar_did_not_make_does_not_read() -> None:
    grammar = ParagraphGrammar((clause("One."), clause("Two.")))
    assert grammar.read("One.") is None
    assert grammar.read("One. Two. Three.") is None
    assert grammar.read("One. One.") is None
    assert grammar.read("") is None


def test_each_sentence_keeps_its_own_citations(port: Article, ferry: Article) -> None:
    one, two = clause("One is.", port), clause("Two is.", ferry, lowered=False)
    read = ParagraphGrammar((one, two)).read("Two is. One is.")
    assert read == (two.sentence, one.sentence)


def test_a_sentence_stays_behind_what_it_needs() -> None:
    grammar = ParagraphGrammar(
        (clause("A."), clause("B.", behind=frozenset({0})), clause("C.", right_behind=1))
    )
    assert set(paragraphs_of(grammar)) == {"A. B. C."}


def test_free_sentences_may_change_places() -> None:
    grammar = ParagraphGrammar((clause("A."), clause("B.", right_behind=0), clause("C.")))
    assert set(paragraphs_of(grammar)) == {"A. B. C.", "C. A. B."}


def test_a_long_paragraph_keeps_its_order() -> None:
    sentences = [Sentence(text=f"Sentence number {n}.") for n in range(7)]
    assert [len(c.behind) for c in clauses_of(sentences, {})] == [0, 1, 2, 3, 4, 5, 6]


def test_sentences_of_one_article_keep_their_order(
    store: ArticleStore, plan_of: PlanOf, port: Article
) -> None:
    plan = plan_of((port, 0), (port, 1), (port, 2))
    paragraph = asyncio.run(ExtractiveSummarizer(store).write(plan))
    assert paragraph is not None
    clauses = clauses_of(paragraph.sentences, {port.id: port})
    assert [c.behind for c in clauses] == [set(), {0}, {0, 1}]


def test_the_grammar_is_gbnf_of_literals_and_rules(port: Article, ferry: Article) -> None:
    clauses = (clause("It “is” so.", port), clause("The [x].", ferry, behind=frozenset({0})))
    assert ParagraphGrammar(clauses).gbnf() == (
        'root ::= "It “is” so." after-0-last-0\n'
        'after-0-last-0 ::= " The \\[x\\]." | " Meanwhile, the \\[x\\]."\n'
    )


def test_reports_of_one_day_may_be_joined_by_meanwhile(port: Article, ferry: Article) -> None:
    assert connectives(clause("A.", port), clause("The b.", ferry)) == ("", "Meanwhile,")


@pytest.mark.parametrize(
    "changes",
    [
        {"lowered": False},
        {"right_behind": 0},
    ],
)
def test_nothing_joins_what_is_not_free(
    changes: dict[str, object], port: Article, ferry: Article
) -> None:
    second = clause("The b.", ferry)
    changed = clause("The b.", ferry, **changes)
    assert second != changed
    assert connectives(clause("A.", port), changed) == ("",)


def test_nothing_joins_sentences_of_one_article(port: Article) -> None:
    assert connectives(clause("A.", port), clause("The b.", port)) == ("",)


def test_nothing_joins_an_older_or_a_much_later_report(
    port: Article, ferry: Article, late: Article
) -> None:
    assert connectives(clause("A.", ferry), clause("The b.", port)) == ("",)
    assert connectives(clause("A.", port), clause("The b.", late)) == ("",)
    undated = ferry.model_copy(update={"published_at": None})
    assert connectives(clause("A.", port), clause("The b.", undated)) == ("",)
    assert port.published_at is not None
    next_day = port.model_copy(
        update={"id": "0" * 8, "published_at": port.published_at + timedelta(hours=36)}
    )
    assert connectives(clause("A.", port), clause("The b.", next_day)) == ("", "Meanwhile,")


@pytest.mark.parametrize(
    "text", ["On Monday, it rained.", "It rained.", "“No,” he said.", "This was so.", "There is b."]
)
def test_nothing_joins_a_sentence_with_an_opening_of_its_own(
    text: str, port: Article, ferry: Article
) -> None:
    assert connectives(clause("A.", port), clause(text, ferry)) == ("",)


def test_one_connective_a_paragraph(port: Article, ferry: Article) -> None:
    third = ferry.model_copy(update={"id": "0" * 8})
    clauses = (
        clause("A is.", port),
        clause("The b is.", ferry, behind=frozenset({0})),
        clause("The c is.", third, behind=frozenset({0, 1})),
    )
    made = set(paragraphs_of(ParagraphGrammar(clauses)))
    assert made == {
        "A is. The b is. The c is.",
        "A is. Meanwhile, the b is. The c is.",
        "A is. The b is. Meanwhile, the c is.",
    }


def test_a_name_keeps_its_capital_behind_a_connective() -> None:
    assert clause("Ana is.", lowered=False, kept=True).joined("Ana is.", "Meanwhile,") == (
        "Meanwhile, Ana is."
    )
    assert clause("The b.").joined("The b.", "Meanwhile,") == "Meanwhile, the b."


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "The ministers set up a Trilateral Security Cooperation Framework (TSCF) in July.",
            "The ministers set up a Trilateral Security Cooperation Framework in July.",
        ),
        (
            "John Smith, 52, of Arden was among the injured workers.",
            "John Smith of Arden was among the injured workers.",
        ),
        (
            "Furthermore, the mayor asked for a new study of it.",
            "The mayor asked for a new study of it.",
        ),
        (
            "The meeting is held in turn; the next one is planned for 2025.",
            "The meeting is held in turn, and the next one is planned for 2025.",
        ),
        (
            "The three ministers said the new framework had taken effect.",
            "The three ministers said that the new framework had taken effect.",
        ),
        (
            "The cranes can lift 40 tonnes each, according to the harbour office.",
            "According to the harbour office, the cranes can lift 40 tonnes each.",
        ),
        (
            "According to the harbour office, the cranes can lift 40 tonnes each.",
            "The cranes can lift 40 tonnes each, according to the harbour office.",
        ),
    ],
)
def test_a_sentence_has_another_form_that_says_the_same(text: str, other: str) -> None:
    assert forms_of(text, starts_small=True) == (text, other)


@pytest.mark.parametrize(
    "text",
    [
        "The TSCF (TSCF) was set up after the TSCF talks of July.",
        'The mayor said; "it is (ABC) so" and the crowd agreed.',
        "However, the mayor asked for a new study of it.",
        "The bridge fell; but the pier stood for a year more.",
        "The bridge is not a road; it is a promise to the town.",
        "The mayor said that the bridge fell; the pier stood for a year more.",
        "The mayor said the day before that the port was open.",
        "“It is open,” said the mayor had been the wrong words.",
        "The port, old as it is, will open, according to the mayor.",
        "The office said no ship would sail, according to the mayor.",
        "According to Ana Ruiz, the mayor of Arden, the port is open.",
        "Not one of the cranes works, according to the mayor.",
        "It fell (it was reported) into the river on Monday.",
        "Ana Ruiz, 52, of Arden and Bo Lee, 34, of Bell were hurt in it.",
        "About 52, perhaps 53, people were said to be there.",
    ],
)
def test_a_sentence_stays_as_it_is_where_a_change_could_go_wrong(text: str) -> None:
    assert forms_of(text, starts_small=True) == (text,)


def test_an_also_goes_where_it_adds_to_nothing_that_is_printed() -> None:
    text = "The mayor also asked for a new study of it."
    assert forms_of(text) == (text,)
    assert forms_of(text, goes_on=False) == (text, "The mayor asked for a new study of it.")


@pytest.mark.parametrize(
    "text",
    [
        "The port, also known as Old Dock, has been open for a year.",
        "The port is not only open but also full of ships again.",
    ],
)
def test_an_also_that_belongs_to_its_phrase_stays(text: str) -> None:
    assert forms_of(text, goes_on=False) == (text,)


def test_an_acronym_stays_where_another_sentence_uses_it() -> None:
    text = "The ministers set up the framework (TSCF) in July of the year."
    assert forms_of(text, "The TSCF began.") == (text,)
    assert len(forms_of(text, "It began.")) == 2


def test_an_acronym_stays_where_the_rest_of_its_article_uses_it() -> None:
    first = "The three ministers set up the new framework (TSCF) in July."
    for rest, forms in (("The TSCF began in May.", 1), ("It began in May.", 2)):
        article = Article(title="x", text=f"{first} {rest}")
        span = Span(start=0, end=len(first))
        sentence = Sentence(text=first, citations=(Citation(article_id=article.id, spans=(span,)),))
        assert len(clauses_of([sentence], {article.id: article})[0].forms) == forms


def test_sentences_that_share_a_name_keep_their_order(port: Article, ferry: Article) -> None:
    def cited(article: Article, number: int) -> Sentence:
        span = sentence_spans(article.text)[number]
        citation = Citation(article_id=article.id, spans=(span,))
        return Sentence(text=article.quote(span), citations=(citation,))

    articles = {port.id: port, ferry.id: ferry}
    named = clauses_of([cited(port, 2), cited(port, 0), cited(ferry, 0)], articles)
    assert [c.behind for c in named] == [set(), {0}, {0, 1}]
    free = clauses_of([cited(port, 0), cited(port, 2), cited(ferry, 0)], articles)
    assert [c.behind for c in free] == [set(), {0}, {0}]


def test_the_paragraph_opens_as_planned(port: Article, ferry: Article) -> None:
    spans = [sentence_spans(port.text)[2], sentence_spans(ferry.text)[0]]
    sentences = [
        Sentence(
            text=article.quote(span), citations=(Citation(article_id=article.id, spans=(span,)),)
        )
        for article, span in zip((port, ferry), spans, strict=True)
    ]
    clauses = clauses_of(sentences, {port.id: port, ferry.id: ferry})
    assert [c.behind for c in clauses] == [set(), {0}]


@given(st.text(min_size=1))
def test_forms_begin_with_the_text_and_are_few_and_different(text: str) -> None:
    forms = forms_of(text, starts_small=True)
    assert forms[0] == text
    assert len(set(forms)) == len(forms) <= 8


def test_the_model_chooses_the_form_and_the_sources_stay(
    store: ArticleStore, plan_of: PlanOf, port: Article
) -> None:
    plan = plan_of((port, 0), (port, 1))
    chosen = (
        "The port of Arden opened on Monday after repairs. "
        "According to the harbour office, its two cranes can lift 40 tonnes each."
    )
    model = ScriptedModel({"summarizer/arrange": chosen}, small=True)
    base = ExtractiveSummarizer(store, year=2024)
    plain = asyncio.run(base.write(plan))
    paragraph = asyncio.run(GrammarSummarizer(store, model, base).write(plan))
    assert plain is not None
    assert paragraph is not None
    assert " ".join(s.text for s in paragraph.sentences) == chosen
    assert [s.citations for s in paragraph.sentences] == [s.citations for s in plain.sentences]


def test_the_model_is_not_asked_where_there_is_nothing_to_choose(
    store: ArticleStore, plan_of: PlanOf, port: Article
) -> None:
    plan = plan_of((port, 0), (port, 2))
    model = ScriptedModel(small=True)
    base = ExtractiveSummarizer(store)
    paragraph = asyncio.run(GrammarSummarizer(store, model, base).write(plan))
    assert paragraph == asyncio.run(base.write(plan))
    assert model.calls == []


def test_an_answer_outside_the_grammar_is_an_error(
    store: ArticleStore, plan_of: PlanOf, ferry: Article, port: Article
) -> None:
    model = ScriptedModel({"summarizer/arrange": "Something else."}, small=True)
    summarizer = GrammarSummarizer(store, model, ExtractiveSummarizer(store, year=2024))
    with pytest.raises(AnswerInvalid, match=r"summarizer/arrange 1\.0: .* not within the grammar"):
        asyncio.run(summarizer.write(plan_of((port, 0), (ferry, 0))))


def test_an_answer_within_the_grammar_becomes_the_paragraph(
    store: ArticleStore, plan_of: PlanOf, ferry: Article, port: Article
) -> None:
    plan = plan_of((port, 0), (ferry, 0))
    text = (
        "The port of Arden opened on Monday after repairs. "
        "Meanwhile, a ferry line between Arden and Bell has two boats."
    )
    model = ScriptedModel({"summarizer/arrange": text}, small=True)
    summarizer = GrammarSummarizer(store, model, ExtractiveSummarizer(store, year=2024))
    paragraph = asyncio.run(summarizer.write(plan))
    assert paragraph is not None
    assert [s.text for s in paragraph.sentences] == [
        "The port of Arden opened on Monday after repairs.",
        "Meanwhile, a ferry line between Arden and Bell has two boats.",
    ]
    assert [s.citations for s in paragraph.sentences] == [
        (Citation(article_id=p.article_id, spans=(p.span,)),) for p in plan.passages
    ]
    assert model.grammars[0] is not None
    assert model.grammars[0].startswith("root ::= ")


@pytest.mark.model
def test_the_embedded_model_prints_literals_exactly() -> None:
    settings = load_settings(response_cache=False)
    prompt = Prompt(name="test/literal", version="1.0", agent="test", user="Go.")

    async def run() -> list[str]:
        async with open_model("local", settings) as model:
            return [
                await model.complete(prompt, max_tokens=400, grammar=f"root ::= {literal(text)}\n")
                for text in TERMINALS
            ]

    try:
        printed = asyncio.run(run())
    except SettingsError as missing:
        pytest.skip(str(missing))
    assert printed == list(TERMINALS)
