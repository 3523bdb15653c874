"""The evaluation gate: scores that must not fall, pinned a gold file and a row.

``evaluation/baseline.json`` holds, for each gold file, the SHA-256 of the file and the F1 of every row when it
was pinned. A change of the code may lower a row by less than the tolerance; a change of the gold makes the pinned
scores meaningless and is refused until they are pinned anew.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from moneyquote.errors import BelowFloor, BrokenRecord, PathNotFound
from moneyquote.evaluation.scoring import Report

# In points of F1. On 38 articles one quote is worth 0.2 to 0.4 points: a change that loses one or two may be a
# fair trade for another layer, a change that loses more must be meant, and then the floor is pinned anew.
TOLERANCE = 0.5

_PIN_ANEW = "Pin the scores anew if this is meant: moneyquote evaluate GOLD --write-floors FILE"


class PinnedGold(BaseModel):
    """The floors of one gold file: its SHA-256, the day of pinning, F1 in percent by the row's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    pinned: date
    f1: dict[str, float]


class Floors(BaseModel):
    """All pinned floors, by the gold file's path as it was given from the root of the checkout."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tolerance: float = TOLERANCE
    gold: dict[str, PinnedGold] = {}


def read_floors(path: Path) -> Floors:
    """Read pinned floors.

    Raises:
        PathNotFound: if there is no such file.
        BrokenRecord: if it is not of the format.
    """
    if not path.is_file():
        raise PathNotFound(str(path), "no such file", _PIN_ANEW)
    try:
        return Floors.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "(whole file)"
        raise BrokenRecord(str(path), f"field {field}: {first['msg']}", _PIN_ANEW) from error


def pin_floors(path: Path, gold: Path, report: Report, today: date) -> None:
    """Write the scores of a report as the floors of its gold file; floors of other files stay as they are."""
    floors = read_floors(path) if path.exists() else Floors()
    scores = {scored.row.value: round(scored.counts.f1, 1) for scored in report.rows if scored.counts.gold}
    pinned = PinnedGold(sha256=_digest(gold), pinned=today, f1=scores)
    entries = {**floors.gold, gold.as_posix(): pinned}
    made = Floors(tolerance=floors.tolerance, gold=dict(sorted(entries.items())))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")


def check_floors(floors: Floors, gold: Path, report: Report, *, name: str | None = None) -> None:
    """Check that no row of a report has fallen below its floor by more than the tolerance.

    Args:
        floors: the pinned scores.
        gold: the gold file, as it stands now.
        report: its scores now.
        name: the name under which the file is pinned, if not its path.

    Raises:
        BelowFloor: if a row has fallen, or the gold was changed after pinning or was never pinned.
    """
    name = name or gold.as_posix()
    pinned = floors.gold.get(name)
    if pinned is None:
        known = ", ".join(floors.gold) or "none"
        raise BelowFloor(name, f"no floors are pinned for this gold (pinned: {known})", _PIN_ANEW)
    if pinned.sha256 != _digest(gold):
        raise BelowFloor(name, "the gold was changed after its floors were pinned", _PIN_ANEW)
    fallen = []
    for scored in report.rows:
        floor, now = pinned.f1.get(scored.row.value), scored.counts.f1
        if floor is not None and now < floor - floors.tolerance:
            fallen.append(f"{scored.row.value} {now:.1f}, floor {floor:.1f}")
    if fallen:
        raise BelowFloor(
            name,
            f"{len(fallen)} rows fell by more than {floors.tolerance} points of F1: {'; '.join(fallen)}",
            f"Find the errors with: moneyquote evaluate {gold} --errors. {_PIN_ANEW}",
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
