"""English words that tell whether a sentence can stand alone, and whether it may be printed."""

import re

PRONOUN_START = re.compile(
    r"(?:He|She|They|It|We|I|This|That|These|Those|Such|His|Her|Their|Its|Both|Neither|Either|Another"
    r"|Others|Some of (?:them|these|those)|One of (?:them|these|those)|All of (?:them|these|those)"
    r"|Each|None|Here|There it|Then)\b(?! (?:is|are|was|were) (?:no|a|an|not) )"
)
"""A first word that stands for something named before."""

CONNECTIVE_START = re.compile(
    r"(?:But|However|Also|And|Or|Yet|Still|Instead|Meanwhile|Moreover|Furthermore|Additionally|Besides"
    r"|Nevertheless|Nonetheless|Therefore|Thus|Hence|Otherwise|Likewise|Similarly|Consequently|So"
    r"|Accordingly|Afterwards?|Later|Earlier|Previously|Subsequently|Finally|Lastly|Indeed|Because"
    r"|Even so|For example|For instance|In particular|In addition|In this way|To do so|Furthermore|Those|In response|In turn|In contrast|In fact|In total"
    r"|As a result|At the same time|On the other hand|After that|Before that|By contrast|Once again"
    r"|First|Second|Third|Among them|Of (?:these|those|them)|Under (?:this|that)|With this|To this end"
    r"|To that end|For this|For that|Despite (?:this|that|these|those)|Following (?:this|that)"
    r"|The day (?:before|after)|The same day|That (?:day|night|morning|evening)|As part of (?:this|that|these)"
    r"|In (?:this|that) )\b"
)
"""A beginning that leans on the sentence before."""

COUNTED_START = re.compile(
    r"(?:The )?(?:two|three|four|five|six|seven|pair|trio|former|latter|others?|rest|same"
    r"|first|second)\b(?= (?!of the )[a-z]| [A-Z]?)",
    re.IGNORECASE,
)
"""``The three reviewed…``: a count of something named before."""

ANAPHORIC_HEADS = frozenset(
    [
        "accident",
        "accord",
        "account",
        "action",
        "activity",
        "agency",
        "agreement",
        "ambassador",
        "announcement",
        "arrangement",
        "attack",
        "attempt",
        "authority",
        "blast",
        "bombing",
        "bomb",
        "boat",
        "body",
        "bridge",
        "building",
        "call",
        "campaign",
        "captive",
        "case",
        "chief",
        "channel",
        "city",
        "commander",
        "commission",
        "committee",
        "community",
        "company",
        "conference",
        "conflict",
        "council",
        "country",
        "court",
        "crash",
        "crew",
        "crisis",
        "deal",
        "death",
        "decision",
        "delegation",
        "department",
        "detainee",
        "disaster",
        "discussion",
        "document",
        "effort",
        "embassy",
        "event",
        "exercise",
        "explosion",
        "family",
        "fire",
        "firm",
        "flood",
        "force",
        "framework",
        "funding",
        "gathering",
        "government",
        "governor",
        "grant",
        "group",
        "gunman",
        "hostage",
        "house",
        "incident",
        "initiative",
        "inquiry",
        "institution",
        "investigation",
        "investigator",
        "island",
        "item",
        "law",
        "lawmaker",
        "leader",
        "letter",
        "man",
        "matter",
        "meeting",
        "member",
        "memorandum",
        "message",
        "minister",
        "ministry",
        "mission",
        "move",
        "movement",
        "nation",
        "negotiation",
        "office",
        "officer",
        "official",
        "operation",
        "order",
        "organization",
        "pact",
        "panel",
        "park",
        "parliament",
        "parties",
        "party",
        "passage",
        "patient",
        "people",
        "person",
        "plan",
        "plane",
        "police",
        "policy",
        "port",
        "president",
        "priority",
        "probe",
        "problem",
        "process",
        "programme",
        "program",
        "project",
        "proposal",
        "protest",
        "protester",
        "province",
        "question",
        "report",
        "request",
        "rescuer",
        "resident",
        "resolution",
        "response",
        "result",
        "review",
        "river",
        "road",
        "rule",
        "sailor",
        "scene",
        "scheme",
        "school",
        "secretary",
        "senator",
        "ship",
        "shooting",
        "shooter",
        "side",
        "site",
        "situation",
        "soldier",
        "speech",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "state",
        "statement",
        "station",
        "step",
        "storm",
        "story",
        "strike",
        "study",
        "suspect",
        "system",
        "talk",
        "target",
        "team",
        "test",
        "text",
        "town",
        "train",
        "transfer",
        "tower",
        "treaty",
        "trial",
        "tunnel",
        "union",
        "unit",
        "vehicle",
        "vessel",
        "victim",
        "village",
        "visit",
        "vote",
        "war",
        "weapon",
        "witness",
        "woman",
        "work",
        "worker",
        "workshop",
    ]
)
"""Nouns that, behind a bare ``The``, mean one that was named before."""

FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I’m|I've|I’ve|me|my|mine|we|we're|we’re|we've|we’ve|us|our|ours|let's|let’s)\b",
    re.IGNORECASE,
)
SECOND_PERSON = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)

RELATIVE_TIME = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|now|currently|so far|thus far|to date|recently|recent"
    r"|this (?:morning|afternoon|evening|week|weekend|month|year)|this past"
    r"|(?:last|next|coming) (?:night|week|weekend|month|year|few|day|\w+ days?|\w+ weeks?)|past (?:few|week|\w+ days?)"
    r"|earlier (?:this|in the|today)|later (?:this|in the|today)|the (?:day|week|month) (?:before|after|earlier)(?! the)"
    r"|(?:an?|one|two|three|four|five|six|several|few|\d+) (?:minutes?|hours?|days?|weeks?|months?|years?) (?:ago|earlier|later)"
    r"|over the (?:weekend|past)|ago|at this time|at the moment|as of this"
    r"|(?:on|by|until|since|late|early|before|after)? ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:s|'s|’s)?)\b"
    r"(?! security adviser)",
    re.IGNORECASE,
)
"""A time that is only right on the day of writing."""

LEANING_CLAUSE = re.compile(
    r"(?:In|At|On|By|With|After|Before|During|As|While|When|Although|Under)\b[^,]{3,60}, "
    r"(?:he|she|it|they|this|these|his|her|their)\b"
    r"|(?:During|At|In|After|On|Before) (?:\w+ ){1,4}(?:he|she|it|they)\b"
    r"|(?!The )[^,]*(?:, [^,]+,)? (?:said|noted|added|wrote|argued|stressed|explained|believes)"
    r" that (?:it|this|these)\b"
)
"""A pronoun behind the first words whose noun must stand in the sentence before."""

EXPECTATION = re.compile(
    r"\b(?:will|shall|should be|(?:said|that|whether) (?:\w+ ){0,3}would|is to|are to|is due|are due|due (?:by|in|to)|expects?|is expected"
    r"|are expected|expected to|plans? to|planned for|hopes? to|is set to|are set to|scheduled"
    r"|intends? to|aims? to|about to|going to|can expect|upcoming)\b",
    re.IGNORECASE,
)
"""A view of the future, which a later article may have overtaken."""

JUNK = re.compile(
    r"https?://|www\.|@\w|#\w|[<>{}|\\^~]|\[[^\]]*\]?|\(Applause|Click here|Read more|See also|###"
    r"|\bPhoto(?:graph)?:|\bImage:|\bVideo:|\bSource:|\bthe (?:only )?(?:true fact|truth) is\b|\bGod bless\b|\bfile photo\b|\bFACT SHEET\b"
    r"|:\s*$|^\W*(?:THE PRESIDENT|Q|MR|MS|MRS)\b\.?:?",
    re.IGNORECASE,
)
QUOTES = (("“", "”"), ("(", ")"), ("«", "»"), ("「", "」"))

DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’]+(?:[ -][A-Z][A-Z.'’]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    r"(?:, (?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?"
    r"(?: \([A-Z][\w ]{1,20}\))?)\s*(?:-|–|—|--|:)\s+(?=[A-Z“\"0-9])"
)
"""``TOKYO (AP) - `` and its like before a report's first words."""

SOURCE_TAIL = re.compile(r"\s*[|·–—-]\s*[A-Z][\w.& ]{2,30}$")
TITLE_PREFIX = re.compile(
    r"^(?:(?:UPDATE|UPDATED|BREAKING|EXCLUSIVE|CORRECTED|LIVE|VIDEO|WATCH|OPINION|ANALYSIS)\s*\d*\s*[:\-–—]\s*"
    r"|(?:UPDATED?\s+)?(?:FACT SHEET|FACTSHEET|PRESS RELEASE|BACKGROUND PRESS CALL|READOUT|STATEMENT|MEMORANDUM)\s*[:\-–—]\s*)+",
    re.IGNORECASE,
)
DULL_TITLE = re.compile(
    r"^(?:Statement|Remarks?|Readout|Press (?:Gaggle|Briefing|Release|Call)|Background|Joint Statement"
    r"|Transcript|Letter|Message|Proclamation|Memorandum|Notice|Untitled)\b",
    re.IGNORECASE,
)

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|do|does|did|say|says|said"
    r"|met|took|led|held|made|came|went|got|left|told|began|won|lost|found|sent|saw|fell|rose|struck|hit|set"
    r"|cut|put|ran|gave|grew|kept|knew|paid|read|sat|shot|spoke|stood|thought|wore|wrote|[a-z]{2,}ed|[a-z]+n't"
    r"|work|works|give|gives|make|makes|take|takes|call|calls|plan|plans|want|wants|remain|remains|continue"
    r"|continues|show|shows|expects?|covers?|provides?|supports?|ties|turns)\b"
)
"""A word that makes a sentence of a string of names; a caption has none."""

BARE_NAME = re.compile(r"([A-Z][a-z’'-]{2,}) (?=[a-z])")
"""A single name as the subject: a surname, when the article has the full name elsewhere."""
