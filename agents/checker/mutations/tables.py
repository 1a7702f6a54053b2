"""Pairs of words that exclude each other, for altered sentences: closed lists.

Verbs stand by their base; the forms are made from the list of verbs. A verb marked ``*`` is also a
noun, so that its base and its third person are exchanged only where both sides are marked, or
behind a word that only a verb can follow. ``a>b`` is no pair the other way round.
"""

VERB_PAIRS = """
rise*/fall* increase*/decrease* gain*/lose grow/shrink win*/lose accept/reject approve/reject
confirm/deny deny/admit boost*/reduce strengthen/weaken
improve/worsen support*/oppose begin/end* start*/end* buy/sell open/close
build/demolish hire>dismiss arrest*>release* detain>release* allow/forbid* permit*/prohibit
lift/impose include/exclude praise*/criticize praise*/condemn welcome/condemn succeed/fail
kill/injure kill/rescue* enter/leave join/leave expand/shrink widen/narrow deepen/ease convict/acquit
extend/shorten create/destroy save/ruin attack*/defend accelerate/slow advance*/retreat*
grant/deny reveal/hide reopen/close upgrade/downgrade
resume*/halt* protect/endanger appoint>dismiss elect>reject unite/divide
agree/disagree deploy>withdraw establish/abolish surge*/plunge* soar/plunge climb*/tumble*
ratify>reject adopt>reject uphold/overturn defeat*/save launch*>cancel tighten/relax
strengthen/undermine intensify/ease quicken/slow win*/forfeit
"""
OBJECT_PAIRS = (
    (
        "raise/lower",
        "interest rates?|rates?|prices?|taxes|tariffs?|wages|forecasts?|targets?|output",
    ),
    ("raise/hold", "interest rates?|rates?|its (?:key |base |benchmark )?(?:interest )?rate"),
    ("raise/cut", "interest rates?|rates?|prices?|taxes|tariffs?|wages|forecasts?|spending"),
    ("lift/impose", "sanctions|restrictions|bans?|curfews?|tariffs?|embargo|lockdown|limits?"),
    ("lift/tighten", "sanctions|restrictions|curfews?|embargo|lockdown|limits?"),
)
"""Verbs that are opposites over these objects alone."""
NOUN_PAIRS = """
increase/decrease rise/decline growth/decline victory/defeat gain/loss gains/losses majority/minority
surplus/deficit success/failure support/opposition profits/losses
exports/imports export/import arrival/departure opening/closure improvement/deterioration
acceptance/refusal conviction/acquittal agreement/disagreement allies/enemies ally/enemy
survivors/victims winner/loser winners/losers buyers/sellers buyer/seller peace/war hope/fear
strength/weakness advantage/disadvantage expansion/contraction praise/criticism
"""
OTHER_PAIRS = """
dead/injured dead/alive guilty/innocent higher/lower high/low stronger/weaker better/worse
larger/smaller bigger/smaller faster/slower older/younger richer/poorer cheaper/costlier
longer/shorter wider/narrower safer/riskier hotter/colder warmer/cooler northern/southern
eastern/western northeastern/southwestern northwestern/southeastern public/private legal/illegal
likely/unlikely possible/impossible successful/unsuccessful successfully/unsuccessfully
unanimously/narrowly sharply/slightly temporarily/permanently temporary/permanent
peacefully/violently peaceful/violent openly/secretly publicly/privately early/late rapidly/slowly
quickly/slowly safely/unsafely voluntarily/forcibly optimistic/pessimistic positive/negative
strong/weak rich/poor safe/dangerous military/civilian domestic/foreign urban/rural
formal/informal formally/informally officially/unofficially effective/ineffective able/unable
willing/unwilling certain/uncertain stable/unstable popular/unpopular fully/partially
heavily/lightly severely/mildly serious/minor major/minor maximum/minimum upper/lower
male/female men/women accidental/deliberate accidentally/deliberately intentionally/unintentionally
directly/indirectly direct/indirect national/local frequently/rarely often/rarely always/never
unchanged/doubled satisfied/dissatisfied friendly/hostile inside/outside above/below
highest/lowest largest/smallest biggest/smallest best/worst
oldest/youngest strongest/weakest upward/downward uphill/downhill
"""
PHRASE_PAIRS = (
    ("agreed to", "refused to"), ("agrees to", "refuses to"), ("voted for", "voted against"),
    ("voted in favor of", "voted against"), ("in favor of", "in opposition to"),
    ("in favour of", "in opposition to"), ("managed to", "failed to"), ("decided to", "declined to"),
    ("called for", "spoke out against"), ("calls for", "speaks out against"),
    ("took part in", "boycotted"), ("complied with", "defied"), ("lived up to", "fell short of"),
    ("continued to", "stopped short of plans to"), ("sided with", "turned against"),
    ("for the first time", "for the last time"), ("was killed", "was rescued"),
    ("were killed", "were rescued"), ("pulled out of", "stayed in"), ("up from", "down from"),
    ("pleaded guilty", "pleaded not guilty"),
)  # fmt: skip

MODALITY = (
    (r"\balleged(?= [a-z])(?! (?:that|to|in)\b)", "proven"), (r"\ballegedly\b", "admittedly"),
    (r"\bsuspected(?= [a-z]+(?:er|or|man|ist|ists|ers|ors|men|thief|spy|spies)\b)", "convicted"),
    (r"\bsuspected of\b", "convicted of"), (r"\baccused of\b", "convicted of"),
    (r"\bcharged with\b(?! [a-z]+ing\b)", "convicted of"), (r"\b(possibly|probably|perhaps)\b", "certainly"),
    (r"\b(?:is|was) believed to\b", "is known to"), (r"\b(?:are|were) believed to\b", "are known to"),
    (r"\bis thought to\b", "is known to"), (r"\bare thought to\b", "are known to"),
    (r"\bis likely to\b", "is certain to"), (r"\bare likely to\b", "are certain to"),
    (r"\bis expected to\b", "is certain to"), (r"\bare expected to\b", "are certain to"),
    (r"\bwas expected to\b", "was certain to"), (r"\bwere expected to\b", "were certain to"),
    (r"\bsuggests that\b", "proves that"), (r"\bsuggested that\b", "proved that"),
    (r"\bsuggest that\b", "prove that"), (r"\bclaimed that\b", "proved that"),
    (r"\b([Rr]eport|study|government|he|she|company|ministry|lawyer) claims that\b", r"\1 proves that"), (r"\balleged that\b", "proved that"),
    (r"\bpotential(?= (?:risk|threat|danger|damage|victims?|witness(?:es)?|conflict)\b)", "proven"),
    (r"(?<=the )(?:proposed|planned)(?= [a-z])", "completed"),
    (r"(?<=a )(?:proposed|planned)(?= [a-z])", "completed"),
    (r"\bapparently\b", "certainly"), (r"\bappeared to have\b", "was proven to have"),
    (r"\b(?:might|may)(?= (?:be|become|have to)\b)(?! have been)", "will certainly"),
)  # fmt: skip
"""Patterns of doubt, and what claims certainty in their stead."""

_PLURAL = r"(?!news|politics|means|always|perhaps)[a-z]+(?<!ou)(?<![isu])s\b"
_NO_ANY = r"(?!.*\b(?:any|ever|yet)\b)"
QUANTITY = (
    (r"\bmore(?= [a-z]+(?:ly|al|ous|ive|ful|able|ible|ant|ent)\b)", "less"),
    (r"\bless(?= [a-z]+(?:ly|al|ous|ive|ful|able|ible|ant|ent)\b)", "more"),
    (r"\b[Ss]ome of (?=the|its|their|his|her|those|these|them)\b", "all of "),
    (r"\b[Mm]ost of (?=the|its|their|his|her|those|these|them)\b", "none of "),
    (r"\b[Aa]ll of (?=the|its|their|his|her|those|these|them)\b", "only some of "),
    (r"\b[Nn]one of (?=the|its|their|his|her|those|these|them)\b", "most of "),
    (rf"\b[Aa]ll (?=(?:the|its|their|these|those) {_PLURAL})", "only some of "),
    (r"\b[Mm]any of\b", "few of"), (rf"\b[Ff]ew of\b{_NO_ANY}", "most of"),
    (rf"\b[Mm]any (?={_PLURAL})", "few "), (rf"(?<!a )(?<!next )(?<!past )(?<!last )(?<!first )\b[Ff]ew (?={_PLURAL}){_NO_ANY}", "many "),
    (rf"(?<!these )(?<!those )(?<!the )\b[Mm]ost (?={_PLURAL}(?! of\b))(?!of)", "few "),
    (r"\b[Aa]t least (?=[\d$€£a-z])(?!one of)", "at most "), (r"\b[Aa]t most\b", "at least"),
    (r"\b[Mm]ore than (?=[\d$€£]|half|two|three|four|five|six|seven|eight|nine|ten|a )", "less than "),
    (r"\b[Ll]ess than (?=[\d$€£]|half|a )", "more than "), (r"\b[Ff]ewer than\b", "more than"),
    (r"\b(?:[Nn]early|[Aa]lmost) (?=[$€£]?\d)", "well over "),
    (r"\b[Hh]undreds of (?!thousands|millions)", "thousands of "),
    (r"(?<!of )\b[Tt]housands of\b", "dozens of"), (r"\b[Dd]ozens of\b", "thousands of"),
    (r"(?<!of )\b[Mm]illions of\b", "thousands of"), (r"\bdoubled\b", "halved"), (r"\bhalved\b", "doubled"),
    (r"\btripled\b", "halved"), (r"\btwice as (?=[a-z]+ as\b)", "half as "),
    (r"(?<!of )\bhalf of (?=the|its|their|all)", "nearly all of "), (r"\ba third of\b", "two thirds of"),
    (r"\ba quarter of\b", "three quarters of"), (r"\bthree quarters of\b", "a quarter of"),
    (r"\btwo thirds of\b", "a third of"), (r"\ball but\b", "only"), (r"\b[Nn]obody\b", "everybody"),
    (r"\b[Ee]verybody\b", "nobody"), (r"\b[Ee]veryone\b", "no one"), (r"\b[Nn]o one\b", "everyone"),
    (r"\ba majority of\b", "a minority of"), (r"\ba minority of\b", "a majority of"),
    (rf"(?<=[a-z] )no (?={_PLURAL}(?! longer))", "several "),
    (rf"\b[Ss]everal (?={_PLURAL})", "no "), (r"\b[Ee]very (?=[a-z]+\b)(?!one|body|day|year|step|time|effort|week|month)", "no "),
)  # fmt: skip
"""Patterns of quantity, and another quantity that the first excludes."""

_COURT = r"(?! (?:(?:a|an|the) )?(?:[A-Z]\w+ )*(?:[Cc]ourt|[Jj]udges?|[Cc]ommittee|[Cc]ongress|[Pp]arliament|panel))"
_SPAN = "(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)"
TIME_ORDER = (
    (rf"(?<!\w )\bBefore\b{_COURT}", "after"), (rf"(?<=[a-z,] )(?<!ince )before\b{_COURT}(?! long|[.,;])", "after"),
    (r"(?<!\w )\bAfter\b(?! all\b)", "before"),
    (r"(?<=[a-z,] )(?<!named )(?<!look )(?<!looks )(?<!looking )(?<!day )after\b(?! (?:all|day|year|week|month|another)\b)", "before"),
    (rf"\b(?:the ({_SPAN}|night)) before\b", r"the \1 after"), (rf"\b({_SPAN}) earlier\b(?! this| today)", r"\1 later"),
    (rf"\b({_SPAN}) later\b(?! this| today)", r"\1 earlier"), (r"\bearlier than\b", "later than"),
    (r"\blater than\b", "earlier than"), (rf"\bthe previous ({_SPAN})\b", r"the following \1"),
    (rf"\bthe following ({_SPAN})\b", r"the previous \1"), (r"\bahead of the\b", "after the"),
    (r"\b[Pp]rior to\b", "after"), (r"(?<=, )following (?=the|a|an)", "before "),
    (r"\bfor the last time\b", "for the first time"), (r"\bthe first to\b", "the last to"),
    (r"\bthe last to\b", "the first to"), (r"\bformer (?=[a-z]|P)", "current "),
    (r"\bcurrent (?=president|prime|minister|mayor|governor|chairman|director)", "former "),
    (r"\bincoming (?=president|prime|minister|mayor|governor|chair|director)", "outgoing "),
    (r"\boutgoing (?=president|prime|minister|mayor|governor|chair|director)", "incoming "),
    (r"(?<!have )(?<!has )(?<!had )(?<!been )\brecently\b(?! [a-z]+ing)", "long ago"),
)  # fmt: skip
"""Patterns of order in time, and the other order."""

_NO_TO = r"(?!(?:\w+ ){1,4}to\b)"
CAUSE = (
    (r"\b[Bb]ecause of\b", "despite"), (r"(?<!of )\b[Dd]espite\b", "because of"),
    (r"\b[Bb]ecause (?!of\b)", "even though "), (r"\b(?:[Ee]ven though|[Aa]lthough)\b(?! (?:[a-z]+ing|not)\b)", "because"),
    (r"(?<!was )(?<!were )(?<!and )\bled to\b", "prevented"), (r"\bresulted in\b", "prevented"), (rf"\bcaused (?!by\b){_NO_TO}", "prevented "),
    (r"\bdue to (?=the|a|an|its|their|his|her|[a-z]+ing\b|[a-z]+s\b)", "despite "),
    (r"\b[Aa]s a result of\b", "despite"), (r"\b[Oo]wing to\b", "despite"),
    (r"\b[Tt]hanks to\b", "despite"), (r"\btriggered (?!by\b)", "averted "),
    (r"\bsparked (?!by\b)", "averted "), (r"\bin response to\b", "regardless of"),
    (r"\bprompted (?=the|a|an)\b", "prevented "), (r"\bcontributed to\b", "prevented"),
    (r"\bblamed for\b", "cleared of"), (r"\bleads to\b", "prevents"), (rf"\bcauses (?!of\b)(?=[a-z]){_NO_TO}", "prevents "),
)  # fmt: skip
"""Patterns of cause, and what cuts the cause from the effect."""

_BEHIND = (
    r"(?:^|(?<=ed )|(?<=ing )|(?<=\b(?:in|of) )|(?<=\bwhen )|(?<=\b(?:over|that) )|(?<=\bafter ))"
)
_SINGULAR = r"(?=(?!people|men|women|children|police)[a-z]+\b(?<!s)(?:[,.]| (?:was|is|has|had|in|on|by|after)\b))"
_NO_IS = r"(?<!\bis )(?<!\bwas )(?<!\bbe )(?<!\bas )(?<!become )(?<!became )"
_SIZE = r"(?:(?:large|small|big|good|major|significant|substantial|northern|southern|central) )?"
PART = (
    (rf"{_NO_IS}\b[Aa] {_SIZE}(?:part|section|portion) of (?:the|its|a) (?=[a-z])", "the entire "),
    (rf"{_BEHIND}(?:[Pp]arts?|[Ss]ections) of (?:the|its|a) {_SINGULAR}", "the entire "),
    (rf"\b(?:[Mm]uch|[Mm]ost|[Hh]alf) of the {_SINGULAR}", "the entire "),
    (r"(?<=[a-z] )the (?:entire|whole) (?!of )(?=[a-z])", "only part of the "),
    (r"\bThe (?:entire|whole) (?!of )(?=[a-z])", "only part of the "), (r"\b(?:partially|partly)\b", "completely"),
    (r"\bcompletely\b", "only partly"), (r"\bentirely\b", "only partly"),
    (r"\bpartial (?=[a-z])", "total "),
    (r"\b(across|throughout) (?:north|south|east|west|central)(?:ern)? (?=[A-Z])", r"\1 "),
    (r"\bacross the (?:north|south|east|west)(?:ern)? of (?=[A-Z])", "across all of "),
)  # fmt: skip
"""Patterns of a part, and the whole in its place, or the other way round."""
