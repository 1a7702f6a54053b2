"""The verbs of news, with their forms: closed lists, so that no altered sentence is misspelt."""

from dataclasses import dataclass

_IRREGULAR = """
arise arose arisen|beat beat beaten|become became become|begin began begun|bind bound bound
break broke broken|bring brought brought|build built built|buy bought bought|catch caught caught
choose chose chosen|come came come|deal dealt dealt|draw drew drawn|drive drove driven
eat ate eaten|fall fell fallen|fight fought fought|find found found|flee fled fled|fly flew flown
forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got got|give gave given
go went gone|grow grew grown|hear heard heard|hide hid hidden|hold held held|keep kept kept
know knew known|lead led led|leave left left|lend lent lent|lose lost lost|make made made
mean meant meant|meet met met|overtake overtook overtaken|overthrow overthrew overthrown
pay paid paid|rise rose risen|run ran run|say said said|see saw seen|seek sought sought
sell sold sold|send sent sent|shake shook shaken|shoot shot shot|shrink shrank shrunk
sink sank sunk|speak spoke spoken|spend spent spent|stand stood stood|steal stole stolen
strike struck struck|swim swam swum|take took taken|teach taught taught|tell told told
think thought thought|throw threw thrown|undergo underwent undergone|win won won
withdraw withdrew withdrawn|write wrote written
""".replace("\n", "|")
_REGULAR = """
abandon abolish accept accuse achieve acknowledge acquire acquit add address adopt advance affect
agree aim allow announce answer appeal appear applaud apply appoint approach approve argue arrest
arrive ask assault assess attack attend attract authorize award back ban bar block blame boost
borrow call campaign cancel capture carry cause celebrate centralize challenge change charge chase
cite claim clear close collapse collect comment complete concede conclude condemn confirm congratulate
connect consider continue contribute convict cooperate create criticise criticize cross damage
decide declare decline decrease deepen defeat defend delay deliver demand demolish denounce deny
depart deploy deport describe design destroy detain develop die direct disagree disappear disclose
discover discuss dismiss displace disrupt donate doubt download earn ease elect eliminate embrace emerge
employ enable end endanger endorse enforce enjoy enter escape establish evacuate examine exceed
exclude execute exist expand expect expel expire explain explode exploit explore export express
extend face fail fear finish fire follow force formalize fund gain gather generate grant greet
guide halt hail harm help hire honor hurt ignore impose improve include increase indicate infect
inform injure inspect insist install intend intensify introduce invade invest investigate invite
issue join judge jump kill kidnap land last launch lift like link live locate look lower maintain
manage march mark marry mention merge monitor move murder narrow need negotiate nominate note obtain
occupy occur offer open operate oppose order organise organize overturn own participate pass
persuade pick plan play plunge pledge poison postpone praise predict prefer prepare present preserve
prevent promise promote propose protect protest prove provide publish pull punish pursue push
question raise ratify reach reassure recall receive recognise recognize recommend recover
reduce refuse reject relax release remain remove renew reopen repair repeat replace report
represent request require rescue resign resist resolve respond restore restrict result
resume retain retire retreat return reveal reverse review revise revoke reward ruin rule sack
sanction save schedule secure serve settle share shelter shock show sign slow soar
solve spark stage start state stay stop strengthen succeed sue suffer suggest support surge
surprise surrender survive suspect suspend target terminate test thank threaten tighten top trade
train transfer transform travel treat trigger trust try tumble turn undermine unite unveil update
urge use vanish veto view violate visit vote vow wait walk want warn weaken welcome widen work
worry worsen wound yield
"""
_DOUBLED = ["ban", "bar", "control", "expel", "kidnap", "plan", "stop", "stab", "drop", "admit"]
_DOUBLED += ["permit", "commit", "ship", "slip", "dip", "rob", "trap", "cancel"]
_PAST_NO_RULE = {"cancel": "canceled", "veto": "vetoed", "show": "showed", "prove": "proved"}
_PARTICIPLE_NO_RULE = {"show": "shown", "prove": "proven"}
_SAME = ["cut", "hit", "hurt", "put", "quit", "set", "shut", "spread", "split", "cost", "let"]
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Verb:
    """The five forms of a verb."""

    base: str
    third: str
    past: str
    participle: str
    ing: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms, in the order of the fields."""
        return (self.base, self.third, self.past, self.participle, self.ing)


def verb(base: str) -> Verb:
    """Return the verb; one that is in no list is regular."""
    if base in BY_BASE:
        return BY_BASE[base]
    past = _past(base)
    return Verb(base, _third(base), past, _PARTICIPLE_NO_RULE.get(base, past), _ing(base))


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past(base: str) -> str:
    if base in _PAST_NO_RULE:
        return _PAST_NO_RULE[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return (base + base[-1] if base in _DOUBLED else base) + "ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    doubled = base in _DOUBLED or base in _ING_DOUBLED
    return (base + base[-1] if doubled and base != "cancel" else base) + "ing"


_ING_DOUBLED = ["begin", "cut", "forget", "get", "hit", "let", "put", "quit", "run", "set", "shut"]
_ING_DOUBLED += ["split", "swim", "win", "forbid"]


def _all() -> dict[str, Verb]:
    known = {}
    for line in filter(None, _IRREGULAR.split("|")):
        base, past, participle = line.split()
        known[base] = Verb(base, _third(base), past, participle, _ing(base))
    for base in _SAME:
        known[base] = Verb(base, _third(base), base, base, _ing(base))
    for base in (*_REGULAR.split(), *_DOUBLED):
        past = _past(base)
        participle = _PARTICIPLE_NO_RULE.get(base, past)
        known.setdefault(base, Verb(base, _third(base), past, participle, _ing(base)))
    return known


BY_BASE: dict[str, Verb] = {}
BY_BASE.update(_all())
BY_PAST = {v.past: v for v in BY_BASE.values() if v.past != v.base}
"""The verbs by their past; those whose past is their base are left out."""
BY_THIRD = {v.third: v for v in BY_BASE.values()}
BY_PARTICIPLE = {v.participle: v for v in BY_BASE.values()}
