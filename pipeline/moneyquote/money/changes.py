"""Is it a range or a change: "from $5 to $7" is one amount, "rose from $5 to $7" two."""

from __future__ import annotations

import re

BETWEEN = re.compile(
    r"\b(?:between|from|ranging from|ranges? from)\s+(?:about |around |roughly |approximately |an estimated )?$",
    re.IGNORECASE,
)
# Before "from": a change within the sentence, unless a word of ranges stands right before it.
_RANGING = r"(?<!ranging )(?<!ranges )(?<!ranged )(?<!range )(?<!anywhere )(?<!varying )(?<!vary )(?<!varied )"
_RISE_FROM = re.compile(
    r"\b(?:r[oi]se[sn]?|rising|fell|falls?|fallen|falling|gr[eo]w\w{0,3}|climb\w{0,3}|drop\w{0,4}|jump\w{0,3}|surg\w{1,3}|"
    r"soar\w{0,3}|(?:in|de)creas\w{1,3}|rais\w{1,3}|cut|slashed|lower\w{0,3}|reduc\w{1,5}|went|gone|doubl\w{1,3}|"
    r"tripl\w{1,3}|expand\w{0,3})\s[^.;:!?]{0,90}" + _RANGING + r"from\s(?:\w{1,15}\s){0,2}$",
    re.IGNORECASE,
)
# A change "from $5 to $7", or "by 11 sen to RM2.05", is two amounts.
_CHANGE = re.compile(
    r"\b(?:r[oi]se[sn]?|rising|fell|falls?|fallen|falling|grew|grow\w*|climb\w*|drop\w*|up|down|gain\w*|los[et]\w*|added|adds|"
    r"slipp?\w*|jump\w*|surg\w*|soar\w*|increas\w+|decreas\w+|rais\w+|lift\w*|cut|cuts|slash\w*|lower\w*|reduc\w+|by|went|goes|"
    r"go|slid|sank|edged|advanc\w+|declin\w+|eased|doubl\w+|tripl\w+|quadrupl\w+|chang\w+|mov\w+|revis\w+|expand\w*|plung\w+|"
    r"tumbl\w+|shrank|shr[iu]nk\w*|swell\w*|balloon\w*|bump\w*|boost\w*|hik\w+|improv\w+|upgrad\w+|downgrad\w+|widen\w*|narrow\w*)"
    r"(?:\s(?:\w+\s){0,3}(?:from|by))?\s(?:\w+\s)?$",
    re.IGNORECASE,
)


def rise_before(text: str, start: int) -> bool:
    """Tell whether a sentence speaks of a change before "from" and an amount: "increase the fee from $5"."""
    before = text[max(0, start - 130) : start]
    if not re.search(r"\bfrom\s(?:\w{1,15}\s){0,2}$", before, re.IGNORECASE):
        return False
    return bool(_RISE_FROM.search(re.sub(r"\s+", " ", before)))


def opens_range(text: str, start: int, link: re.Match[str]) -> bool:
    """Tell whether an amount before a connector opens a range; a rise "from $5 to $7" is two amounts."""
    before = re.sub(r"\s+", " ", text[max(0, start - 45) : start])
    if link.group("word") == "and":
        return bool(re.search(r"\bbetween\s(?:\w+\s){0,2}$", before))
    if "to" in link.group() or "till" in link.group():
        return not (_CHANGE.search(before) or rise_before(text, start) or re.search(r"\bto\s$", before))
    return True
