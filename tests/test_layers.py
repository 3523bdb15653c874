"""The layers of the design, read off the import statements."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline" / "moneyquote"
FOUNDATION = {"records", "errors", "lexicons", "version"}
RULES = {"segments", "names", "money", "quotation", "speakers", "giving", "attribution"}

# For each part of the package, the other parts that it may import, and whether it may import spaCy.
ALLOWED: dict[str, tuple[set[str], bool]] = {
    "records": (set(), False),
    "organizations": (set(), False),
    "version": (set(), False),
    "errors": (set(), False),
    "lexicons": ({"errors"}, False),
    "serialization": ({"records", "errors"}, False),
    "reading": ({"records", "errors"}, False),
    **dict.fromkeys(RULES, (FOUNDATION | RULES, False)),
    "encoder": (FOUNDATION | {"segments"}, False),
    "components": (FOUNDATION | RULES | {"encoder"}, True),
    "loading": ({"errors", "version"}, True),
    "extract": ({"records", "components", "giving"}, True),
    "resolve": ({"records", "organizations", "errors", "lexicons"}, False),
    "stores": ({"records", "organizations", "errors", "serialization", "version"}, False),
    "evaluation": ({"records", "errors", "serialization"}, False),
    "exchange": (
        {"records", "errors", "serialization", "version", "stores", "segments", "components", "extract"},
        False,
    ),
    "annotation": ({"records", "errors", "serialization", "evaluation", "reading", "exchange"}, False),
    "presentation": ({"records", "errors", "stores", "segments"}, False),
    "flow": ({"errors", "stores"}, False),
    "batch": ({"records", "errors", "serialization", "reading", "extract", "loading", "stores", "version"}, False),
    "resolution": ({"organizations", "errors", "resolve", "stores"}, False),
    "training": (FOUNDATION | RULES | {"encoder", "serialization", "evaluation", "annotation"}, True),
}
# The tokenizer is spaCy's own interface, DocBin its own format.
SPACY_IN_RULES = {PACKAGE / "segments" / "tokenizer.py", PACKAGE / "exchange" / "docbin.py"}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def parts() -> list[Path]:
    return sorted(
        path
        for path in PACKAGE.iterdir()
        if path.name not in ("__init__.py", "__main__.py", "__pycache__", "cli", "py.typed")
    )


@pytest.mark.parametrize("part", parts(), ids=lambda path: path.stem)
def test_a_part_imports_only_the_layers_below_it(part: Path) -> None:
    assert part.stem in ALLOWED, f"say in this test what {part.stem} may import"
    allowed, spacy = ALLOWED[part.stem]
    for file in [part] if part.is_file() else sorted(part.rglob("*.py")):
        found = imports(file)
        ours = {name.split(".")[1] for name in found if name.startswith("moneyquote.")} - {"load", "__version__"}
        assert ours <= allowed | {part.stem}, f"{file} imports {sorted(ours - allowed - {part.stem})}"
        if not spacy and file not in SPACY_IN_RULES:
            assert not any(name.split(".")[0] == "spacy" for name in found), f"{file} imports spaCy"


def test_nothing_imports_the_command_line() -> None:
    for file in PACKAGE.rglob("*.py"):
        if "cli" not in file.relative_to(PACKAGE).parts and file.name != "__main__.py":
            assert not any(name.startswith("moneyquote.cli") for name in imports(file)), file


def test_the_default_install_needs_no_training_package() -> None:
    for file in PACKAGE.rglob("*.py"):
        if "training" not in file.relative_to(PACKAGE).parts:
            heavy = {name.split(".")[0] for name in imports(file)} & {"torch", "transformers", "datasets"}
            assert not heavy, f"{file} imports {heavy}"


def test_r23_nothing_is_ever_unpickled() -> None:
    for file in PACKAGE.rglob("*.py"):
        names = {name.split(".")[0] for name in imports(file)}
        assert not names & {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}, file


def test_the_contributors_page_tells_of_every_part() -> None:
    page = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Rules")[0]
    parts_told = set(re.findall(r"\w+", page))
    assert {part.name for part in PACKAGE.iterdir() if (part / "__init__.py").is_file()} <= parts_told
