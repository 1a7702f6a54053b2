"""Minimal pairs of a small grammar: the same words in the right and in the wrong relation.

Texts seldom say a thing twice in another order, voice or polarity, so that a judge learns little
there of who did what to whom, what came first and what followed from what. Here a few events are
told in every form that means the same, and in those that mean the opposite.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from groundwood.agents.checker.mutations.edit import capitalised
from groundwood.agents.checker.mutations.places import FIRST_NAMES, PLACE_KIND, SURNAMES
from groundwood.agents.checker.mutations.verbs import verb
from groundwood.eval.picks import digest
from groundwood.eval.training.corpus import CONTRADICTS, REFUSED, SUPPORTS, Example

_ACTORS = """
mayor, company, union, army, court, bank, museum, airline, ministry, club, orchestra, university,
regulator, insurer, council, prosecutor, hospital, harbour board, coach, bishop, governor, editor,
owner, pilot, captain, research team, opposition, parliament, commission, landlord, publisher,
zoo, shipyard, brewery, railway, fire brigade, coastguard, school board, film studio, charity
"""
_EVENTS = """
close/the bridge, sell/the shipyard, sign/the treaty, cancel/the concert, block/the road,
leave/the alliance, publish/the report, cut/the budget, raise/the fare, open/the tunnel,
reject/the offer, accept/the plan, release/the prisoners, visit/the camp, repair/the dam,
abandon/the ship, suspend/the trial, evacuate/the village, ban/the march, delay/the launch,
test/the vaccine, recall/the cars, hire/the guards, move/the statue, drain/the lake, lower/the tax,
search/the warehouse, find/the wreck, name/the suspect, drop/the charges, pay/the fine,
extend/the lease, end/the strike, buy/the island, restore/the painting, build/the stadium,
lose/the contract, reopen/the mine, halt/the traffic, change/the route, call/the election,
print/the letters, freeze/the accounts, warn/the neighbours, show/the film, return/the masks,
replace/the turbines, plant/the trees, approve/the merger, overturn/the verdict
"""
_CLASHES = """
criticise, praise, sue, defeat, rescue, replace, warn, blame, accuse, hire, dismiss, support, beat,
follow, overtake, question, thank, betray, attack, defend, pay, invite, call, save, protect, arrest
"""
_QUANTITIES = (
    "price of bread, river, unemployment rate, turnout, dollar, number of visitors, output"
)
_UP = ("rose", "climbed", "went up", "increased", "was higher than before")
_DOWN = ("fell", "dropped", "went down", "decreased", "was lower than before")
_THINGS = "windows, boats, pupils, houses, vans, letters, bridges, trees, shops, samples, members"
_DONE = "damaged, checked, sold, insured, vaccinated, moved, counted, painted, found, tested"
_ALL = ("all {n} were {v}", "every one of the {n} was {v}", "the {n} were {v} without exception")
_NONE = ("none of the {n} was {v}", "not one of the {n} was {v}", "no {n} were {v}")
_MOST = ("most of the {n} were {v}", "the majority of the {n} were {v}")
_FEW = ("few of the {n} were {v}", "only a minority of the {n} was {v}")
_SOME = ("only some of the {n} were {v}", "a part of the {n} was {v}, but not the rest")
_WHOLES = "forest, town, fleet, network, harbour, archive, harvest, valley, cabinet, orchestra"
_PART = ("only part of the {n} was {v}", "some of the {n} was {v}, the rest was not")
_WHOLE = ("the whole {n} was {v}", "the {n} was {v} from end to end")
_SIZES = (
    "bigger/smaller, older/younger, richer/poorer, faster/slower, stronger/weaker, longer/shorter"
)
_BEFORE = (
    "{a} before {b}", "before {b}, {a}", "{b} after {a}", "after {a}, {b}", "first {a}, then {b}",
    "{a}, and later {b}", "{a}; only afterwards {b}", "by the time {b}, {a} already",
)  # fmt: skip
_BECAUSE = (
    "{b} because {a}", "because {a}, {b}", "{a}, and so {b}", "{a}; as a result {b}",
    "{b}, since {a}", "the reason why {b} was that {a}", "{a}, which is why {b}",
)  # fmt: skip
_DID = ("{s} {past}", "{s} did {base}", "{s} has {done}", "it is true that {s} {past}")
_DID_FULLY = (*_DID, "{s} managed to {base}", "in the end {s} {past}", "{s} finally {past}")
"""Forms that say what those of `_DID` say, and more; so do those of the next pairs."""
_DID_NOT = ("{s} did not {base}", "{s} has not {done}", "it is untrue that {s} {past}")
_DID_NOT_AT_ALL = (
    *_DID_NOT, "{s} failed to {base}", "{s} never {past}", "{s} declined to {base}",
    "{s} refused to {base}", "{s} has yet to {base}",
)  # fmt: skip
_MAY_HAVE = ("{s} may have {done}", "{s} might have {done}", "it is unclear whether {s} {past}")
_IS_SAID_TO_HAVE = (
    *_MAY_HAVE, "{s} is suspected of having {done}", "{s} allegedly {past}",
    "there are claims that {s} {past}", "{s} is said to have {done}",
)  # fmt: skip
_SAID = ("{w} said that {c}", "according to {w}, {c}", "{c}, {w} said", "{c}, as {w} put it")
DISTRACTED = 0.5
"""How often another event is told beside what the claim is about."""


@dataclass(frozen=True)
class _Event:
    """Who did what: the forms of the verb stand with their object."""

    who: str
    base: str
    past: str
    done: str

    @property
    def told(self) -> str:
        return f"{self.who} {self.past}"


def grammar(count: int, seed: int) -> list[Example]:
    """Return so many pairs of evidence and claim, half of them supported."""
    spread = Random(seed)
    found: list[Example] = []
    while len(found) < count:
        name = spread.choice(list(_MAKERS))
        told, same, other, label = _MAKERS[name](spread)
        evidence = _sentences(told, spread)
        for claim, truth in ((same, SUPPORTS), (other, label)):
            kind = f"grammar {name}"
            found.append(Example(_written(claim), evidence, truth, kind, digest(evidence)))
    return found[:count]


_Made = tuple[str, str, str, int]
"""The evidence, a claim that it supports, one that it does not, and the label of the latter."""


def _order(spread: Random) -> _Made:
    return (*_exchanged(_BEFORE, spread), CONTRADICTS)


def _cause(spread: Random) -> _Made:
    return (*_exchanged(_BECAUSE, spread), REFUSED)


def _exchanged(forms: Sequence[str], spread: Random) -> tuple[str, str, str]:
    one, two = (event.told for event in _events(spread, 2))
    told, same = spread.sample(forms, 2)
    other = spread.choice(forms)
    return told.format(a=one, b=two), same.format(a=one, b=two), other.format(a=two, b=one)


def _roles(spread: Random) -> _Made:
    one, two = _people(spread, 2)
    word = verb(spread.choice(_listed(_CLASHES)))
    forms: list[Callable[[str, str], str]] = [
        lambda a, b: f"{a} {word.past} {b}",
        lambda a, b: f"{b} was {word.participle} by {a}",
        lambda a, b: f"it was {a} who {word.past} {b}",
        lambda a, b: f"the one whom {a} {word.past} was {b}",
    ]
    told, same = spread.sample(forms, 2)
    return told(one, two), same(one, two), spread.choice(forms)(two, one), REFUSED


def _polarity(spread: Random) -> _Made:
    pairs = ((_DID_FULLY, _DID), (_DID_NOT_AT_ALL, _DID_NOT))
    (ours, same), (theirs, _) = spread.sample(pairs, 2)
    return (*_told_as(ours, same, theirs, spread), CONTRADICTS)


def _doubt(spread: Random) -> _Made:
    theirs = spread.choice([_DID_FULLY, _DID_NOT_AT_ALL])
    return (*_told_as(_IS_SAID_TO_HAVE, _MAY_HAVE, theirs, spread), REFUSED)


def _told_as(
    ours: Sequence[str], same: Sequence[str], theirs: Sequence[str], spread: Random
) -> tuple[str, str, str]:
    """Return an event in one form, in another that follows from it, and in one that does not."""
    event = _events(spread, 1)[0]
    told = spread.choice(ours)
    follows = spread.choice([form for form in same if form != told])
    forms = (told, follows, spread.choice(theirs))
    first, second, third = (form.format(s=event.who, **_forms(event)) for form in forms)
    return first, second, third


def _tellers(spread: Random) -> _Made:
    one, two = _people(spread, 2)
    first, second = (event.told for event in _events(spread, 2))
    told, same, other = (spread.choice(_SAID) for _ in range(3))
    both = f"{told.format(w=one, c=first)}. {capitalised(spread.choice(_SAID).format(w=two, c=second))}"
    return both, same.format(w=one, c=first), other.format(w=two, c=first), REFUSED


def _places(spread: Random) -> _Made:
    here, there = spread.sample(sorted(PLACE_KIND), 2)
    one, two = _events(spread, 2)
    told = f"in {here} {one.told}, while in {there} {two.told}"
    same, other = ((f"{one.told} in {where}", f"in {where} {one.told}") for where in (here, there))
    return told, spread.choice(same), spread.choice(other), REFUSED


def _amounts(spread: Random) -> _Made:
    pairs = ((_ALL, _NONE), (_NONE, _ALL), (_MOST, _FEW), (_FEW, _MOST), (_SOME, _ALL),
             (_SOME, _NONE), (_ALL, _SOME), (_NONE, _SOME))  # fmt: skip
    ours, theirs = spread.choice(pairs)
    return (*_filled(ours, theirs, _THINGS, spread), CONTRADICTS)


def _parts(spread: Random) -> _Made:
    ours, theirs = spread.choice(((_PART, _WHOLE), (_WHOLE, _PART)))
    return (*_filled(ours, theirs, _WHOLES, spread), CONTRADICTS)


def _filled(
    ours: Sequence[str], theirs: Sequence[str], nouns: str, spread: Random
) -> tuple[str, str, str]:
    words = {"n": spread.choice(_listed(nouns)), "v": spread.choice(_listed(_DONE))}
    told, same, other = spread.choice(ours), spread.choice(ours), spread.choice(theirs)
    return told.format(**words), same.format(**words), other.format(**words)


def _directions(spread: Random) -> _Made:
    what = f"the {spread.choice(_listed(_QUANTITIES))}"
    ours, theirs = spread.sample([_UP, _DOWN], 2)
    told, same = spread.sample(ours, 2)
    return f"{what} {told}", f"{what} {same}", f"{what} {spread.choice(theirs)}", CONTRADICTS


def _comparisons(spread: Random) -> _Made:
    one, two = _people(spread, 2)
    more, less = spread.sample(spread.choice(_listed(_SIZES)).split("/"), 2)
    told = f"{one} is {more} than {two}"
    same = spread.choice((f"{two} is {less} than {one}", f"of the two, {one} is the {more} one"))
    other = spread.choice((f"{two} is {more} than {one}", f"{one} is {less} than {two}"))
    return told, same, other, CONTRADICTS


_MAKERS: dict[str, Callable[[Random], _Made]] = {
    "order": _order,
    "cause": _cause,
    "roles": _roles,
    "polarity": _polarity,
    "doubt": _doubt,
    "tellers": _tellers,
    "places": _places,
    "amounts": _amounts,
    "parts": _parts,
    "directions": _directions,
    "comparisons": _comparisons,
}


def _events(spread: Random, count: int) -> list[_Event]:
    """Return events with actors and verbs of their own."""
    told = spread.sample(_listed(_EVENTS), count)
    found = []
    for who, what in zip(_people(spread, count), told, strict=True):
        word, thing = what.split("/")
        forms = verb(word)
        done = f"{forms.participle} {thing}"
        found.append(_Event(who, f"{forms.base} {thing}", f"{forms.past} {thing}", done))
    return found


def _forms(event: _Event) -> dict[str, str]:
    return {"base": event.base, "past": event.past, "done": event.done}


def _people(spread: Random, count: int) -> list[str]:
    """Return names of people and of bodies, no two alike."""
    actors = spread.sample(_listed(_ACTORS), count)
    surnames = spread.sample(SURNAMES, count)
    first = spread.sample(sorted(FIRST_NAMES), count)
    places = spread.sample(sorted(PLACE_KIND), count)
    kinds = ("the {actor}", "{first} {last}", "the {actor} of {place}")
    return [
        spread.choice(kinds).format(actor=actor, first=name, last=last, place=place)
        for actor, name, last, place in zip(actors, first, surnames, places, strict=True)
    ]


def _sentences(told: str, spread: Random) -> str:
    around = [_written(told)]
    if spread.random() < DISTRACTED:
        around.insert(spread.randrange(2), _written(_events(spread, 1)[0].told))
    return " ".join(around)


def _written(told: str) -> str:
    return f"{capitalised(told)}."


def _listed(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split(",")]
