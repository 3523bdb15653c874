"""The picture in the README: what ``moneyquote show`` prints of one sample article, as SVG.

python -m evaluation.picture [--article wire-nairobi-clinics] [--to evaluation/picture.svg]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
LINES = 60


def main() -> None:
    """Extract the article, show it in colour, and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", default="wire-nairobi-clinics")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/picture.svg")
    options = parser.parse_args()
    program = [sys.executable, "-m", "moneyquote"]
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/sample.db"
        # Named from here, for the picture shows the address as it was given.
        article = f"corpora/sample/{options.article}.txt"
        subprocess.run([*program, "extract", "--quiet", article, "--to", database], check=True, cwd=ROOT)
        shown = subprocess.run(
            [*program, "show", database, options.article],
            check=True,
            capture_output=True,
            text=True,
            env={"FORCE_COLOR": "1", "COLUMNS": "100", "TERM": "xterm-256color", "PATH": "/usr/bin:/bin"},
        ).stdout
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=100, file=nowhere)
        console.print(Text.from_ansi("\n".join(shown.split("\n")[:LINES])))
        picture = console.export_svg(title=f"moneyquote show sample.db {options.article}", unique_id="sample")
    # The fonts' addresses go: a picture in a README fetches nothing.
    options.to.write_text(re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
