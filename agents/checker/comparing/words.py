"""Small word lists of the checker: negations, and pairs that exclude each other."""

import re

NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|denie[sd]|deny|denying|refused?s?"
    r"|rejects?|rejected|fail(?:s|ed)? to|\w+n['’]t)\b",
    re.IGNORECASE,
)

_PAIRS = """
accept/reject accepted/rejected agree/disagree agreed/disagreed agreed/refused allow/forbid allow/ban
allowed/banned allowed/barred approve/reject approved/rejected arrived/left begin/end began/ended
boost/cut bought/sold build/destroy built/destroyed cheaper/dearer close/open closed/opened
closed/reopened confirm/deny confirmed/denied convicted/acquitted guilty/innocent decrease/increase
decreased/increased decline/growth declined/grew dead/alive dead/injured dead/wounded died/survived
defeat/victory defeated/won deny/admit denied/admitted down/up drop/rise dropped/rose enter/leave
entered/left exclude/include excluded/included export/import exports/imports fall/rise falls/rises
fell/rose fewer/more first/last gain/loss gained/lost granted/denied happy/sad high/low higher/lower
hired/fired increase/reduce increased/reduced join/leave joined/left killed/injured killed/wounded
killed/rescued lend/borrow less/more lift/impose lifted/imposed lose/win lost/won love/hate major/minor
majority/minority maximum/minimum north/south northern/southern east/west eastern/western oppose/support
opposed/supported opposes/supports pass/fail passed/failed passed/rejected permitted/prohibited
praised/criticised praised/criticized public/private raise/lower raised/lowered raised/held raises/holds
raise/hold release/detain released/detained released/captured remain/leave rich/poor shrank/grew
slower/faster start/stop started/stopped strengthen/weaken strengthened/weakened succeed/fail
succeeded/failed surplus/deficit victory/defeat weaker/stronger win/lose won/lost worse/better
worsen/improve worsened/improved younger/older buy/sell before/after above/below
"""
OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS.split():
    _one, _other = _pair.split("/")
    OPPOSITES.setdefault(_one, set()).add(_other)
    OPPOSITES.setdefault(_other, set()).add(_one)


def negations(text: str) -> int:
    """Return how many negations the text holds."""
    return len(NEGATION.findall(text))


def opposed(claim: str, evidence: str) -> str | None:
    """Return the word of the claim whose opposite the evidence has in its stead, or none."""
    ours, theirs = set(claim.casefold().split()), set(evidence.casefold().split())
    for word in sorted(ours - theirs):
        found = OPPOSITES.get(word.strip(".,;:"), set()) & theirs
        if found and not found & ours:
            return word
    return None
