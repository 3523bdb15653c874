"""The files that scores are measured with: gold that is read and checked, and floors below which no score may fall."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest
from tests.evaluation.gold_builder import Builder, money

from moneyquote.errors import BelowFloor, BrokenRecord, OffsetMismatch, PathNotFound
from moneyquote.evaluation import check_floors, evaluate, pin_floors, read_floors, read_gold
from moneyquote.records import ArticleRecord, QuoteType, Span
from moneyquote.serialization import to_dict, to_json


class TestGold:
    def path(self, folder: Path, record: ArticleRecord, line: str | None = None) -> Path:
        path = folder / "gold.jsonl"
        path.write_text(f"{to_json(money('first'))}\n\n{line or to_json(record)}\n", encoding="utf-8")
        return path

    def test_reads_what_was_written(self, tmp_path: Path) -> None:
        record = money("one", "20")
        assert read_gold(self.path(tmp_path, record))[1] == record

    def test_broken_schema_tells_line_article_and_field(self, tmp_path: Path) -> None:
        values = to_dict(money("one", "20"))
        values["amounts"][0]["qualifier"] = "perhaps"
        path = self.path(tmp_path, money("one"), json.dumps(values))
        with pytest.raises(BrokenRecord, match=r"gold\.jsonl:3 \(article one\): field amounts\.0\.qualifier"):
            read_gold(path)

    def test_offsets_are_checked(self, tmp_path: Path) -> None:
        record = money("one", "20")
        moved = dataclasses.replace(record, amounts=(dataclasses.replace(record.amounts[0], start=23),))
        with pytest.raises(OffsetMismatch, match=r"gold\.jsonl:3 \(article one\): field amounts\.0: '\$20' is stored"):
            read_gold(self.path(tmp_path, moved))

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"text": None}, "field text: missing"),
            ({"text": "Another text."}, r"field article\.sha256"),
            ({"amounts": money("one", "20").amounts * 2}, r"field amounts\.1\.id: 'a20' stands twice"),
            ({"grants": (Builder("x").grant(None, None, "a9"),)}, r"grants\.0\.amount: no amount has the id 'a9'"),
            ({"mentions": (Builder("Rep").mention("Rep", "e9"),)}, r"mentions\.0\.entity: no entity has the id 'e9'"),
        ],
    )
    def test_references_are_checked(self, tmp_path: Path, change: dict[str, object], field: str) -> None:
        record = dataclasses.replace(money("one", "20"), **change)  # type: ignore[arg-type]  # passed through
        with pytest.raises(BrokenRecord, match=field):
            read_gold(self.path(tmp_path, record))

    def test_span_outside_the_text(self, tmp_path: Path) -> None:
        quote = dataclasses.replace(
            Builder("x").quote(QuoteType.DIRECT, "x"),
            content=(Span(start=900, end=901, text="x"),),
        )
        with pytest.raises(OffsetMismatch, match=r"quotes\.0\.content\.0: \[900, 901\) is no span"):
            read_gold(self.path(tmp_path, dataclasses.replace(money("one"), quotes=(quote,))))

    def test_no_file_and_no_record(self, tmp_path: Path) -> None:
        with pytest.raises(PathNotFound):
            read_gold(tmp_path / "none.jsonl")
        (tmp_path / "empty.jsonl").write_text("\n")
        with pytest.raises(BrokenRecord, match="no record in it"):
            read_gold(tmp_path / "empty.jsonl")


class TestFloors:
    def pinned(self, folder: Path, *found: str) -> tuple[Path, Path]:
        gold, floors = folder / "gold.jsonl", folder / "floors.json"
        gold.write_text(to_json(money("one", "1", "20", "300", "4,000")) + "\n", encoding="utf-8")
        pin_floors(floors, gold, evaluate(read_gold(gold), [money("one", *found)]), date(2024, 5, 21))
        return gold, floors

    def test_holds(self, tmp_path: Path) -> None:
        gold, floors = self.pinned(tmp_path, "1", "20")
        check_floors(read_floors(floors), gold, evaluate(read_gold(gold), [money("one", "1", "300")]))
        # rows without gold (quotes, say) are not pinned
        assert list(read_floors(floors).gold[gold.as_posix()].f1) == [
            "amount overlap",
            "amount exact",
            "amount value+currency",
            "amount +qualifier",
        ]

    def test_a_fall_is_refused(self, tmp_path: Path) -> None:
        gold, floors = self.pinned(tmp_path, "1", "20")
        # from P 2/2, R 2/4 (F1 66.7) to P 1/1, R 1/4 (F1 40.0)
        with pytest.raises(BelowFloor, match=r"4 rows fell .*amount exact 40\.0, floor 66\.7"):
            check_floors(read_floors(floors), gold, evaluate(read_gold(gold), [money("one", "1")]))

    def test_other_gold_is_refused(self, tmp_path: Path) -> None:
        gold, floors = self.pinned(tmp_path, "1")
        gold.write_text(to_json(money("one", "1")) + "\n", encoding="utf-8")
        with pytest.raises(BelowFloor, match="gold was changed"):
            check_floors(read_floors(floors), gold, evaluate(read_gold(gold), []))
        with pytest.raises(BelowFloor, match="no floors are pinned"):
            check_floors(read_floors(floors), tmp_path / "new.jsonl", evaluate(read_gold(gold), []))

    def test_pins_of_other_files_stay(self, tmp_path: Path) -> None:
        gold, floors = self.pinned(tmp_path, "1")
        other = gold.rename(tmp_path / "other.jsonl")
        pin_floors(floors, other, evaluate(read_gold(other), []), date(2024, 5, 22))
        assert len(read_floors(floors).gold) == 2

    def test_broken_file(self, tmp_path: Path) -> None:
        path = tmp_path / "floors.json"
        path.write_text('{"gold": {"a": {"sha256": "x"}}}')
        with pytest.raises(BrokenRecord, match="pinned"):
            read_floors(path)
