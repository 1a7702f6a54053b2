"""Sentences that go with the articles that were given to another story."""

from groundwood.nouns import Paragraph
from groundwood.pipelines.living.context import Updating
from groundwood.pipelines.living.overtaken import source_of


def departing(agents: Updating, story: list[Paragraph]) -> dict[str, str]:
    """Return by its text why each sentence of the story goes.

    ``story`` are the version's paragraphs, repaired. A sentence goes that rests on departed articles
    alone, and one right behind such a one that leans on it.
    """
    departed = agents.departed
    taken = {s.text for s in agents.base.story.sentences if departed.takes(s.article_ids)}
    gone: dict[str, str] = {}
    for paragraph in story if taken else ():
        last = ""
        for sentence in paragraph.sentences:
            if sentence.text in taken:
                gone[sentence.text] = departed.reason
            elif last in gone and any(one.leans for one in source_of(sentence, agents.store)):
                gone[sentence.text] = departed.leaning
            last = sentence.text
    return gone
