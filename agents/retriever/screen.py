"""Sentences that no story may rest on: instructions to a machine, page furniture, debris.

The rules are conservative: each names a form that news prose does not have. What they catch is left
out of the evidence with the reason; the other sentences of the article stay usable.
``docs/decisions/screening.md`` lists what they are meant for.
"""

import re

LONGEST = 4000
"""A sentence of more characters is no sentence."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_HIDDEN_LIMIT = 3
_FLAGS = re.IGNORECASE

_HINTS = tuple(
    """
    ignor|disregard|forg|override|bypass|missacht|игнорируй|이전|위의|앞의|前|これまで|上記|忽略|无视|無視|忽視
    you are now| only with|disclaimer|decode|instruction|prompt|api|must not|cite|verdict|confidence
    label|:|<|[|```|---|write |say |print |output |claim |append |accept|reject|manage|cookie|partners
    privacy|subscri|article|log in|sign in|log up|sign up|account|password|page|404|javascript|loading
    reserved|©|(c)|copyright|follow us|terms of|click|html5|advertise|sponsor|skip to|share this|read
    related|see also|external|print this|applause|laughter|cheers|inaudible|crosstalk|end|###
    .svg|.png|.jp|.gif
    """.replace("\n    ", "|")
    .strip("|")
    .split("|")
)
"""What is caught holds one of these; looking for them is much cheaper than the patterns."""

_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:previous|prior|above|earlier|preceding|other|all|any|your)\b.{0,30}"
    r"\b(?:instructions?|prompts?)\b"
    r"|\byou are now (?:in|an?)\b.{0,30}\b(?:mode|assistant|model|ai|bot)\b"
    r"|\b(?:reply|respond|answer) only with (?:the |an? |one )?(?:word|json|text|sentence|number)\b"
    r"|\bdo not (?:add|print|include|show|write) (?:an?|the|any) disclaimer"
    r"|\bdecode (?:this )?and (?:obey|follow|execute|run)\b"
    r"|\bnew instructions?(?: for (?:you|the (?:editor|model|assistant|writer|summarizer)))?\s*:"
    r"|\byour (?:system prompt|api key)\b|\b[a-z]+_api_key\b"
    r"|\bmust not be cited\b"
    r"|\b(?:verdict|confidence|label)\s*=",
    _FLAGS,
)
_SPOKEN_TO_A_MACHINE = re.compile(
    r"(?:^|[.!?]\s+|\n)\s*(?:please\s+)?(?:"
    r"(?:system|assistant|developer|ai|checker|human|user)\s*:"
    r"|(?:ignore|disregard) (?:all |the )?other (?:sources|articles)\b"
    r"|(?:write|say|print|output|claim|append)\s+(?:that|only|your)\b|cite (?:only|this|\[)"
    r"|(?:action(?: input)?|thought|observation)\s*:\s*[\w{\"'])",
    _FLAGS,
)
_OTHER_LANGUAGES = re.compile(
    r"(?:이전|위의|앞의).{0,12}(?:지시|명령|지침).{0,12}무시"
    r"|(?:以前|これまで|上記|前).{0,12}(?:指示|命令).{0,12}無視"
    r"|(?:忽略|无视|無視|忽視).{0,16}(?:指令|指示|说明|說明)"
    r"|(?:ignorier\w*|missacht\w*).{0,40}(?:anweisung|instruktion|vorgabe)"
    r"|\bignore[zr]?\b.{0,40}(?:consignes|instructions)"
    r"|\b(?:ignora|ignore|ignoren)\b.{0,40}(?:instrucciones|instruções|istruzioni)"
    r"|игнорируй\w*.{0,40}(?:инструкц|указани)",
    _FLAGS,
)
_MARKUP = re.compile(
    r"<\|\w+\|>|\[/?INST\]|<</?SYS>>|```"
    r"|</?(?:system|assistant|user|articles?|sources?|documents?|context|instructions?|tool_call)\b"
    r"|-{3,}\s*(?:end|begin|start) of\b"
    r"|\"(?:role|tool_calls?|function_call|arguments)\"\s*:",
    _FLAGS,
)
_MARKER = re.compile(r"\[[0-9a-f]{8,64}\]?", _FLAGS)

_FURNITURE = re.compile(
    r"^\W*(?:accept|reject|manage) (?:all|options|preferences|cookies)(?: cookies)?\W*$"
    r"|\bwe use cookies\b|\bpartners\b.{0,20}\bstore and(?:/or)? access information\b"
    r"|\bwe value your privacy\b|\bsubscribe (?:now|today)\b|\balready a subscriber\b"
    r"|^\W*subscribe to (?:continue|read|our|unlock)\b|\bfree articles? (?:left|remaining)\b"
    r"|\blimit of free articles\b|^\W*(?:please )?(?:log|sign) (?:in|up)(?: (?:to|or|now|for)\b|\W*$)"
    r"|\bforgot(?:ten)? (?:your )?password\b|\bsign up (?:for|to) (?:our|get)\b"
    r"|^\W*create (?:an|your) account\b|\bpage (?:that )?you (?:are|were) looking for\b"
    r"|^\W*404\b\W*$|\bpage not found\b|\benable javascript\b|\bjavascript is (?:disabled|required)\b"
    r"|^\W*loading\W*$|\ball rights reserved\b|^\W*(?:©|\(c\)|copyright) |\bfollow us on\b"
    r"|\bterms of (?:use|service)\b.{0,30}\bprivacy|\bclick here to\b|\bsupports? html5 video\b"
    r"|^\W*(?:advertisement|sponsored|skip to (?:main )?content|share this|read (?:more|also|next)"
    r"|related (?:articles|stories|news)|see also|external links?|follow us|click here|print this)"
    r"\b.{0,60}$|\.(?:svg|png|jpe?g|gif)\b",
    _FLAGS,
)
_CREDIT = re.compile(
    r"^\W*(?:image|photo(?:graph)?|picture|file photo|credit|source|video|caption)s?\s*(?:by|credit)?\s*:",
    _FLAGS,
)
_STAGE = re.compile(
    r"^\W*(?:applause|laughter|cheers|inaudible|crosstalk|end|###"
    r"|\d{1,2}:\d\d\s*[ap]\.?m\.?(?: [a-z]{2,4})?)\W*$",
    _FLAGS,
)
_CUT = re.compile(r"\[\s*[+…]\s*\d+\s*(?:chars|characters|words)\s*\]|\[(?:\.{3}|…)\]\s*$", _FLAGS)
_PROSE = re.compile(r"[^\W_]|\s")
_BLOB = re.compile(r"(?<!\S)(?!https?://)[!-~]{60,}")


def instruction(sentence: str) -> str | None:
    """Return why the sentence reads as an instruction to a machine, or none."""
    plain = sentence if sentence.isascii() else _INVISIBLE.sub("", sentence)
    if len(sentence) - len(plain) > _HIDDEN_LIMIT:
        return "hidden characters"
    if not _hinted(plain):
        return None
    if _MARKUP.search(plain):
        return "markup of a prompt or tool call"
    if _ORDER.search(plain) or _SPOKEN_TO_A_MACHINE.search(plain) or _OTHER_LANGUAGES.search(plain):
        return "reads as an instruction to a machine"
    return None


def debris(sentence: str) -> str | None:
    """Return why the sentence is no prose of the article, or none."""
    if len(sentence) > LONGEST or _BLOB.search(sentence) or _unlettered(sentence):
        return "no prose"
    if not _hinted(sentence):
        return None
    if _CUT.search(sentence):
        return "cut off by its feed"
    if _MARKER.search(sentence):
        return "holds what looks like a citation marker"
    if _FURNITURE.search(sentence):
        return "page furniture"
    if _CREDIT.match(sentence) or _STAGE.match(sentence):
        return "credit or stage direction"
    return None


def _hinted(sentence: str) -> bool:
    low = sentence.lower()
    return any(hint in low for hint in _HINTS)


def _unlettered(sentence: str) -> bool:
    return len(_PROSE.findall(sentence)) < 0.6 * len(sentence)
