"""Rules and heads together: what the rules found is weighed, and what only the heads see is added.

The acceptance of a statement is a logistic regression over these features, ``FEATURES`` in this order. They tell
statements from what only looks like one: titles and names in quotation marks (capitals, no finite verb, few words, no
content by the heads), nicknames and scare quotes (short, in marks, no cue near), slogans (no source near), acts that a
reporting verb names (an unsure rule and heads that see no content).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.find import Ruled
from moneyquote.attribution.passage import Floats, Interval, Passage
from moneyquote.quotation.vocabulary import AUXILIARIES, PRONOUNS

FEATURES = (
    "rule",  # log odds of the rule that found it; 0 for what only the heads see
    "unruled",  # only the heads see it
    "content",  # mean probability of its words in the head of our conventions
    "polnear",  # the same in the head of PolNeAR's
    "content_low",  # the least sure tenth of its words
    "begins",  # our head begins a content at its first word or the marks before it
    "goes_on",  # our head goes on behind its last word
    "cue_near",  # the likeliest cue within eight words of it, and the likeliest source
    "source_near",
    "words",  # logarithm of their number
    "capitals",  # share of words that begin with a capital
    "finite",  # it has a pronoun or auxiliary
    "quoted",  # share of its words in quotation marks
    "quoted_phrase",  # all in marks and fewer than four words
    "has_source",
)
_NEAR = 8
_LEAST_RUN = 0.5  # a word belongs to what only the heads see from this probability on
_LEAST_WORDS = 4


def statement_rows(passage: Passage, statements: Sequence[Ruled], unruled: bool) -> Floats:
    """Return the features of statements, ``[statements, features]``."""
    quoted = np.zeros(len(passage), dtype=bool)
    for (start, end), _ in passage.quotations:
        quoted[start:end] = True
    rows = [_row(passage, statement, quoted, unruled) for statement in statements]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def _row(passage: Passage, statement: Ruled, quoted: NDArray[np.bool_], unruled: bool) -> list[float]:
    ranges = [passage.range_of(span) for span in statement.content]
    words = np.concatenate([np.arange(a, b) for a, b in ranges] or [np.zeros(0, dtype=np.int64)])
    words = words[passage.solid[words]] if len(words) else words
    if not len(words):
        return [0.0] * len(FEATURES)
    first, last = int(words[0]), int(words[-1])
    content, polnear = passage.heads["content"], passage.heads["polnear_content"]
    spelled = [passage.words[int(word)] for word in words]
    share = content.any[words]
    marked = float(quoted[words].mean())
    odds = np.log(statement.confidence / (1 - statement.confidence))
    return [
        0.0 if unruled else float(odds),
        float(unruled),
        float(share.mean()),
        float(polnear.any[words].mean()),
        float(np.quantile(share, 0.1)),
        float(content.begin[max(0, first - 1) : first + 1].max()),
        float(content.inside[last + 1 : last + 2].sum()),
        _around(passage.heads["cue"].any, first, last),
        _around(passage.heads["source"].any, first, last),
        float(np.log(len(words))),
        sum(word[:1].isupper() for word in spelled) / len(spelled),
        float(any(word.lower() in AUXILIARIES or word.lower() in PRONOUNS for word in spelled)),
        marked,
        float(marked > 0.99 and len(words) < _LEAST_WORDS),
        float(statement.source is not None),
    ]


def _around(share: Floats, first: int, last: int) -> float:
    before, after = share[max(0, first - _NEAR) : first], share[last + 1 : last + 1 + _NEAR]
    return float(np.concatenate([before, after]).max(initial=0.0))


def unruled_contents(passage: Passage, ruled: Sequence[Ruled]) -> list[Interval]:
    """Return the runs of words that our content head is sure of and no rule touched, in characters."""
    head = passage.heads["content"]
    free = np.ones(len(passage) + 1, dtype=bool)
    for span in (span for statement in ruled for span in statement.content):
        start, end = passage.range_of(span)
        free[start:end] = False
    runs: list[Interval] = []
    for word in np.flatnonzero(head.any > _LEAST_RUN).tolist():
        if runs and runs[-1][1] == word and head.begin[word] <= head.inside[word]:
            runs[-1] = (runs[-1][0], word + 1)
        else:
            runs.append((word, word + 1))
    found = []
    for start, end in runs:
        solid = np.flatnonzero(passage.solid[start:end]) + start
        if len(solid) >= _LEAST_WORDS and free[start:end].all():
            found.append(passage.span_of(int(solid[0]), int(solid[-1]) + 1))
    return found
