"""What a transfer is for: the spans around it that may tell it, and what speaks for each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from moneyquote.giving import words as lexical
from moneyquote.giving.article import Interval, meets
from moneyquote.giving.features import VERBS, Features, cue_after, cue_before, named
from moneyquote.giving.purpose_spans import OF_MONEY, PurposeOption
from moneyquote.giving.reading import Anchor, Reading

_BEFORE, _BEHIND = 2, 3  # sentences before and behind the transfer's own that may tell what it is for
_HEAD = 3  # sentences at the beginning that may tell it of all
_FAR = 12  # and how far off one may stand that speaks of the money


def purpose_options(reading: Reading, anchor: Anchor, parties: Sequence[Interval]) -> list[PurposeOption]:
    """Return the spans that may tell what the transfer at an anchor is for, without those that are its parties."""
    taken = [*parties, (anchor.start, anchor.end)]
    found: dict[int, PurposeOption] = {}
    for index in _sentences(reading, anchor):
        for option in reading.purposes[index]:
            if not any(_is_of(option, party) for party in taken):
                found.setdefault(option.start, option)
    return list(found.values())


def _sentences(reading: Reading, anchor: Anchor) -> list[int]:
    """Return the sentences around an anchor, of the head, the list's lead, and further ones that tell of the money."""
    article = reading.article
    here = article.sentence_at(anchor.start)
    near = {*range(here - _BEFORE, here + _BEHIND + 1), *range(_HEAD)}
    lead = reading.leads[here]
    near |= set() if lead is None else {lead}
    further = range(max(here - _FAR, 0), min(here + _FAR, len(article.sentences)))
    near |= {at for at in further if OF_MONEY.search(article.text, *article.sentences[at])}
    return sorted(at for at in near if 0 <= at < len(article.sentences))


def _is_of(option: PurposeOption, party: Interval) -> bool:
    """Tell whether a span is a party rather than a purpose that names one: it begins in it, or has little else."""
    if not meets(option.interval, party):
        return False
    inside = min(option.end, party[1]) - max(option.start, party[0])
    return party[0] <= option.start < party[1] or 2 * inside > option.end - option.start


def purpose_features(reading: Reading, anchor: Anchor, option: PurposeOption, parties: Sequence[Interval]) -> Features:
    """Return what tells whether a span says what the transfer at an anchor is for."""
    article = reading.article
    here = article.sentence_at(anchor.start)
    return {
        f"lead:{option.lead}": 1.0,
        **_order(reading, anchor, option, parties),
        **_surroundings(reading, option),
        f"cue:anchor before {named(cue_before(reading.cues[here], anchor.start, VERBS))}": 1.0,
        f"cue:anchor after {named(cue_after(reading.cues[here], anchor.end, VERBS))}": 1.0,
        "cue:total": float(anchor.amount is not None and _told_again(reading, anchor)),
    }


def _told_again(reading: Reading, anchor: Anchor) -> bool:
    return anchor.amount is not None and len(reading.same_value(anchor.amount)) > 1


def _order(reading: Reading, anchor: Anchor, option: PurposeOption, parties: Sequence[Interval]) -> Features:
    article = reading.article
    here, there = article.sentence_at(anchor.start), article.sentence_at(option.start)
    before = option.end <= anchor.start
    low, high = (option.end, anchor.start) if before else (anchor.end, option.start)
    own = reading.purposes[there]
    rank = sum((o.start < option.start) for o in own if before or o.start >= anchor.end or there != here)
    between = article.text[low:high] if low < high else ""
    return {
        "order:same sentence": float(here == there),
        "order:sentences": float(max(min(here - there, 6), -4)),
        "order:before": float(before),
        "order:distance": math.log1p(max(high - low, 0)),
        "order:rank": float(min(rank, 6)),
        "order:options": float(min(len(own), 8)),
        "order:amounts between": float(min(len(article.amounts_in(low, high)), 5)),
        "order:amounts there": float(min(len(article.amounts_in(*article.sentences[there])), 5)),
        "order:parties between": float(sum(low <= party[0] < high for party in parties)),
        "order:party inside": float(any(meets(option.interval, party) for party in parties)),
        "order:parties": float(len(parties)),
        "order:names between": float(min(len(article.names_in(low, high)), 5)),
        "order:comma between": float("," in between or ";" in between),
        "order:paragraph": float("\n\n" in between),
        "order:line": float("\n" not in between),
        "order:priced": float(anchor.amount is not None),
        "list:lead": float(there == reading.leads[here]),
        "list:item": float(reading.items[here]),
        "list:own item": float(reading.items[there]),
        "document:place": min(there, 30) / 30,
    }


def _surroundings(reading: Reading, option: PurposeOption) -> Features:
    text = reading.article.text
    there = reading.article.sentence_at(option.start)
    start, end = reading.article.sentences[there]
    cues = reading.cues[there]
    earlier, later = cue_before(cues, option.start, VERBS), cue_after(cues, option.end, VERBS)
    words = lexical.WORD.findall(text, option.start, option.end)
    made = {
        f"cue:earlier {named(earlier)}": 1.0,
        f"cue:later {named(later)}": 1.0,
        "cue:earlier distance": math.log1p(option.start - earlier.end) if earlier else 7.0,
        "cue:giving inside": float(any(option.start <= cue.start < option.end for cue in cues)),
        "lead:encoder": float(any(meets(option.interval, span) for span in reading.article.purposes)),
        "lead:of money": float(bool(OF_MONEY.search(text, start, option.start + 1))),
        "name:words": float(min(len(words), 30)),
        "name:begins with name": float(bool(reading.article.names_in(option.start, option.start + 1))),
        "name:names": float(min(len(reading.article.names_in(*option.interval)), 4)),
        "name:lower": float(text[option.start].islower()),
        "name:gerund": float(bool(words) and words[0].endswith("ing")),
        "order:opens": float(option.start - start < 8),
        "order:closes": float(end - option.end < 4),
    }
    for at, word in enumerate(words[:2]):
        made[f"word:{('first', 'second')[at]} {word.casefold()}"] = 1.0
    for word in lexical.WORD.findall(text, max(start, option.start - 40), option.start)[-3:]:
        made[f"word:before {word.casefold()}"] = 1.0
    return made
