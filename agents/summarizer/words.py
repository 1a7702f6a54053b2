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
    r"|First(?! Lady| Minister)|Second(?! World| Lady)|Third|Among them|Of (?:these|those|them)|Under (?:this|that)|With this|To this end"
    r"|To that end|For this|For that|Despite (?:this|that|these|those)|Following (?:this|that)"
    r"|The (?:following|next|previous|same) (?:day|night|morning|afternoon|evening|week|month|year)|The day (?:before|after)|The (?:following|next|previous|same) (?:day|night|morning|evening|year)|That (?:day|night|morning|evening)|As part of (?:this|that|these)"
    r"|In (?:this|that) )\b"
)
"""A beginning that leans on the sentence before."""

COUNTED_START = re.compile(
    r"(?:The )?(?:two|three|four|five|six|seven|pair|trio|former|latter|others?|rest|same"
    r"|first|second)\b(?= (?!of the )[a-z]| [A-Z]?)",
    re.IGNORECASE,
)
"""``The three reviewed…``: a count of something named before."""

_NOUNS = """
    accident accord account action activity agency agreement airport ambassador announcement
    arrangement attack attacker attackers attempt authority blast boat body bomb bomber
    bombing bridge building call campaign captive case change channel chief city collapse
    commander commission committee community company conference conflict council country court
    crash crew crisis deal death decision declaration defendant delegation department detainee
    disaster discussion document effort embassy evacuee event exercise explosion family film
    finding fire firm flood footage force framework funding gathering government governor
    grant group gunman hostage house image incident initiative inquiry institution
    investigation investigator island item juror jury law lawmaker leader letter man matter
    measure meeting member memorandum message minister ministry mission move movement nation
    negotiation office officer official operation order organization pact panel park
    parliament participant parties party passage patient payment people person photograph plan
    plane police policy port president priority probe problem process program programme
    project proposal protest protester province question report request rescuer resident
    resolution response result review river road rule sailor scene scheme school secretary
    senator ship shooter shooting side site situation soldier speaker speech spokesman
    spokesperson spokeswoman state statement station step storm story strike study summit
    suspect system talk tanker target team test text tower town train transfer treaty trial
    tunnel union unit vehicle vessel victim video village visit vote war weapon witness woman
    work worker workshop wreck wreckage
"""
ANAPHORIC_HEADS = frozenset(_NOUNS.split())
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
    r"(?! security adviser)(?!, (?:the )?(?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))",
    re.IGNORECASE,
)
"""A time that is only right on the day of writing."""

LEANING_CLAUSE = re.compile(
    r"[A-Z][a-z]+ (?:[\w’'-]+ ){0,4}(?:this|these|those) [a-z]|[^,]*\bthe \d+[- ]year[- ]olds?\b|"
    r"(?:[A-Z][a-z]+ing|After|Alongside|At|Before|By|Despite|During|Following|From|In|On|Once|Since|Under"
    r"|Until|Upon|When|While|With|Without) (?:\w+ )?(?:he|she|it|they|his|her|him|their|them|its)\b|"
    r"(?:In|At|On|By|With|After|Before|During|As|While|When|Although|Under)\b[^,]{3,60}, "
    r"(?:he|she|it|they|this|these|his|her|their)\b"
    r"|(?:During|At|In|After|On|Before) (?:\w+ ){1,4}(?:he|she|it|they)\b"
    r"|(?!The )[^,]*(?:, [^,]+,)? (?:said|noted|added|wrote|argued|stressed|explained|believes)"
    r" that (?:it|this|these)\b"
)
"""A pronoun behind the first words whose noun must stand in the sentence before."""

ADDING = re.compile(r"\b(?:also|likewise)\b|, too\b")
"""A word that adds to what was said before."""

EXPECTATION = re.compile(
    r"\b(?:will|shall|should be|(?:said|that|whether) (?:\w+ ){0,3}would|is to|are to|is due|are due|due (?:by|in|to)|expects?|is expected"
    r"|are expected|expected to|plans? to|planned for|hopes? to|is set to|are set to|scheduled"
    r"|intends? to|aims? to|about to|going to|can expect|upcoming)\b",
    re.IGNORECASE,
)
"""A view of the future, which a later article may have overtaken."""

ONGOING = re.compile(
    r"\b(?:is|are|remains?|has been|have been) (?:already |still |now |not |[a-z]+ly )?"
    r"(?!(?:according|during|including|being|missing|willing|outstanding|lasting)\b)[a-z]{2,}ing\b"
    r"|\buntil further notice\b|\bstill (?:detain|hold|search|miss)\w*|\b(?:is|are|remains?) (?:still )?(?:closed|suspended|shut|trapped|unaccounted)\b"
    r"|\b(?:continues?|are|is) (?:to|working|actively)\b|\b(?:has|have) given no\b|\bas yet\b"
)
"""What was going on when it was written."""

PAST_FRAME = re.compile(
    r"^[^,“\"]*(?:\d|days? after|weeks? after)[^,]*, |\b(?:said|set out|announced)\b"
)
"""A sentence that says itself of which time it speaks, or whose view it is."""

PLATITUDE = re.compile(
    r"\b(?:committed to|commitments? (?:to|of)|continu(?:es?|ing) (?:to|its|our|their)|will continue"
    r"|continued (?:\w+ )?(?:support|collaboration|efforts?|response|engagement)|st(?:and|ands|ood|anding) with"
    r"|every step of the way|robust|unwavering|iron-?clad|reaffirm\w*|reiterat\w*|underscor\w*"
    r"|thank(?:ed|s) (?!to\b)|remain(?:s|ed)? (?:focused|committed)|praying|prayers"
    r"|around the clock|shared values|lockstep|emphasi[sz]ed|highlighted the|look(?:s|ed)? forward"
    r"|will work (?:closely )?together|every resource|sparing no|new chapter|new era"
    r"|strong bonds|(?:importance of|collaboration between|progress (?:on|towards?))|ongoing|discussed (?:efforts|potential|ways)"
    r"|strongly condemns?|express(?:es|ed)? (?:\w+ )?(?:support|gratitude|concern)|leadership|life-saving"
    r"|proactive(?:ly)?|decisive(?:ly)?|a wide range|further (?:strengthen|deepen|enhanc)\w*|focused on|state(?:, | and )local|should remain|are urged to)\b",
    re.IGNORECASE,
)
"""What statements say whatever has happened."""

PAST_EVENT = re.compile(
    r"\b(?:was|were|had|met|took|held|made|came|went|left|told|began|won|lost|found|sent|fell|rose"
    r"|struck|hit|set|gave|spoke|[a-z]{2,}(?<!e)ed)\b"
)
"""A word of something that has happened."""

JUNK = re.compile(
    r"https?://|www\.|@\w|#\w|[<>{}|\\^~]|\[[^\]]*\]?|\(Applause|Click here|Read more|See also|###"
    r"|\bPhoto(?:graph)?:|\bImage:|\bVideo:|\bSource:|\bthe (?:only )?(?:true fact|truth) is\b|\bGod bless\b|\bfile photo\b|\bFACT SHEET\b"
    r"|:\s*$|(?-i:^\W*(?:THE (?:VICE )?PRESIDENT|PARTICIPANTS|Q|MR|MS|MRS)\b)",
    re.IGNORECASE,
)
QUOTES = (("“", "”"), ("(", ")"), ("«", "»"), ("「", "」"))

DATELINE = re.compile(
    r"^(?!THE |M[RS]S?\b|DR\b|PRESIDENT|SECRETARY|PARTICIPANT|SENATOR|GOVERNOR|QUESTION)"
    r"(?:[A-Z][A-Z.'’]+(?:[ -][A-Z][A-Z.'’]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    r"(?:, (?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?"
    r"(?: \([A-Z][\w ]{1,20}\))?)\s*(?:-|–|—|--|:)\s+(?=[A-Z“\"0-9])"
)
"""``TOKYO (AP) - `` and its like before a report's first words."""

ASIDE = re.compile(r" \((?:as|who|which|known|formerly|pictured|including) [^()\d]{15,}\)")
"""A bracket whose loss takes nothing from what is said."""

BULLET = re.compile(r"^[-–—•*] (?:[A-Z][^:.“\"]{2,90}: (?=[A-Z0-9$]))?(?=[A-Z0-9$“])")
"""The mark of a list, and the label of its point."""

SOURCE_TAIL = re.compile(r"(?:\s+[|·–—-]|\s*[|·—])\s+[A-Z][\w.& ]{2,30}$")
TITLE_PREFIX = re.compile(
    r"^(?:(?:UPDATE|UPDATED|BREAKING|EXCLUSIVE|CORRECTED|LIVE|VIDEO|WATCH|OPINION|ANALYSIS)\s*\d*\s*[:\-–—]\s*"
    r"|(?:UPDATED?\s+)?(?:FACT SHEET|FACTSHEET|PRESS RELEASE|BACKGROUND PRESS CALL|READOUT|STATEMENT|MEMORANDUM)\s*[:\-–—]\s*)+",
    re.IGNORECASE,
)
DULL_TITLE = re.compile(
    r"^(?:Statements?|Remarks?|Readout|Press (?:Gaggle|Briefing|Release|Call)|Background|Joint (?:\w+ )?(?:Statement"
    r"|Readout)|Transcript|Letter|Message|Proclamation|Memorandum|Notice|Untitled)\b"
    r"|\b(?:Administration|House|Government|Department)(?:['’]s)? (?:\w+[- ]){0,4}"
    r"(?:Actions?|Efforts|Responses?|Support|Sparing|Continues)\b"
    r"|\b(?:Actions?|Efforts|Updates?) (?:Following|on|to|for|in)\b|\bUpdate\b|\b(?:Statement|Principles) (?:on|of)\b"
    r"|^(?:The )?(?:[A-Z][\w’'-]* ){1,6}(?:Statement|Principles|Summit at [A-Z].*|Partnership|Meeting|Framework)$"
)
"""A label: it names a paper, not what happened."""

NUMBER_WORD = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif)ty)$"
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
STRONG_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|do|does|did|says?|said"
    r"|met|took|led|held|made|came|went|got|left|told|began|won|lost|found|sent|saw|fell|rose|struck|hit"
    r"|set|cut|put|ran|gave|grew|kept|knew|paid|read|sat|shot|spoke|stood|thought|wore|wrote|broke|became"
    r"|fled|flew|drew|drove|chose|sank|swept|brought|bought|caught|fought|sought|taught|threw|rode|dug|lay|laid|dealt|drank|ate|hid|slew"
    r"|sold|shook|shut|spent|built|sent|lent|bent|felt|slept|wept|clung|swung|hung|stuck|rang|sang|swam|woke"
    r"|froze|stole|swore|tore|bore|bled|bred|fed|sped|slid|spun|won|withdrew|undertook|oversaw|arose|began"
    r"|argues?|[a-z]+n['’]t)\b"
)
"""A verb form that is finite wherever it stands."""

WEAK_VERB = re.compile(
    r"(?<!\bto )(?<!\ba )(?<!\ban )(?<!\bthe )\b(?:[a-z]{2,}ed(?! by\b)|agrees?|asks?|believes?|calls?|claims?"
    r"|comes?|consists?|contains?|continues?|costs?|covers?|crosses|deals?|differs?|employs?|enters?|expects?|faces?|gets?|gives?|goes|holds?|includes?|insists?|intends?"
    r"|keeps?|knows?|leads?|lies?|lives?|looks?|makes?|means?|meets?|needs?|offers?|opens?|plans?|points?"
    r"|provides?|reads?|recalls?|remains?|requires?|runs?|seems?|sees?|shares?|shows?|stands?|states?"
    r"|serves|supports?|takes?|ties|turns?|urges?|wants?|warns?|works?"
    r"|(?:adds|allows|becomes|begins|brings|creates|ends|follows|helps|leaves|moves|names|pays|puts|raises|reaches"
    r"|returns|rises|sets))\b|\b(?:it|he|she|which|who) [a-z]{2,}s\b|^(?:It|He|She) [a-z]{2,}s\b"
)
"""A word that may be a finite verb: never behind ``to`` or an article, nor a participle with ``by``."""

BARE_NAME = re.compile(
    rf"(?:(?:Mrs?|Ms|Dr)\. )?([A-Z][a-z’'-]{{2,}}) (?=(?:also|and|who|[a-z]+ed|[a-z]+s)\b|{STRONG_VERB.pattern})"
)
"""A single name as the subject: a surname, when the article has the full name elsewhere."""

SPEAKER = re.compile(
    r"\b(?:said|says|added|continued|told|noted|wrote) ([A-Z][a-z’'-]{2,})(?=[.,]| that\b)"
    r"|, ([A-Z][a-z’'-]{2,}) (?=(?:was|is|had|has|said|says|told|[a-z]+ed)\b)"
)
"""A single name behind a verb of speech, or as the subject behind a comma."""
