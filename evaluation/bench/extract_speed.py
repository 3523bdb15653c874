"""How fast ``extract`` is on real articles, where the time goes, and how much memory it takes.

    python -m evaluation.bench.extract_speed [--articles FOLDER] [--number 1000] [--model news] [--to FILE.md]

One process, one job, articles read beforehand, records made but not stored. The sample is fixed: of every source
folder the same number of files, those whose SHA-256 of ``source/name`` is lowest.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language

import moneyquote
from moneyquote.extract import extract
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article

ROOT = Path(__file__).resolve().parents[2]
WARM_UP = 20


def sample(folder: Path, number: int) -> list[Path]:
    """Return the same files on every machine: an equal share of each source, lowest hash of the name first."""
    sources = sorted(path for path in folder.iterdir() if path.is_dir())
    share = -(-number // len(sources))
    chosen = []
    for source in sources:
        files = [path for path in source.iterdir() if path.is_file()]
        chosen += sorted(
            files, key=lambda path: hashlib.sha256(f"{path.parent.name}/{path.name}".encode()).hexdigest()
        )[:share]
    return chosen[:number]


def timed(call: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    """Return a function that does the same and adds the seconds it took to ``spent[name]``."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - begun

    return wrapper


@contextmanager
def components_timed(nlp: Language, spent: dict[str, float]) -> Iterator[None]:
    """Time the tokenizer and every component while the context lasts.

    Python looks ``__call__`` up on the class, so the classes are wrapped; each component has one of its own.
    """
    steps: dict[str, Any] = {"tokenizer": nlp.tokenizer, **{name: nlp.get_pipe(name) for name in nlp.pipe_names}}
    classes = {name: type(step) for name, step in steps.items()}
    if len(set(classes.values())) != len(classes):
        raise SystemExit("two components share a class, so that their times cannot be told apart")
    kept = {name: vars(made).get("__call__") for name, made in classes.items()}
    for name, made in classes.items():
        made.__call__ = timed(made.__call__, spent, name)
    try:
        yield
    finally:
        for name, made in classes.items():
            if kept[name] is None:
                del made.__call__
            else:
                made.__call__ = kept[name]


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        named = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = f"{named[0]}, {len(named)} threads" if named else cpu
    return f"{cpu}; {platform.system()}, Python {platform.python_version()}, spaCy {version('spacy')}"


def peak_mb() -> float:
    """Return the peak resident memory of this process in MB (kB on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def page(
    articles: list[Article], wall: float, spent: dict[str, float], loading: float, memory: tuple[float, float]
) -> str:
    words = sum(len(article.text.split()) for article in articles)
    rest = max(0.0, wall - sum(spent.values()))
    shares = [*spent.items(), ("reading records off the Doc, spaCy's own work", rest)]
    rows = "\n".join(f"| {name} | {100 * took / wall:.1f} % | {1e6 * took / words:.1f} |" for name, took in shares)
    return f"""# Speed of extract

{datetime.now(UTC):%Y-%m-%d}, moneyquote {moneyquote.__version__}, one job.
{machine()}.

| | |
|---|---:|
| articles | {len(articles):,} |
| words | {words:,} |
| seconds | {wall:.1f} |
| articles a second | {len(articles) / wall:.1f} |
| words a second | {words / wall:,.0f} |
| loading the pipeline, seconds | {loading:.2f} |
| memory before the first article, MB | {memory[0]:.0f} |
| peak memory, MB | {memory[1]:.0f} |

| step | share | µs a word |
|---|---:|---:|
{rows}

Made by `python -m evaluation.bench.extract_speed --number {len(articles)}`.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--articles", type=Path, default=ROOT.parent / "shared" / "articles")
    options.add_argument("--number", type=int, default=1000)
    options.add_argument("--model", default="news")
    options.add_argument("--to", type=Path, default=ROOT / "evaluation" / "bench" / "extract_speed.md")
    given = options.parse_args()

    inputs = find_inputs(sample(given.articles, given.number))
    articles = [found for found in read_articles(inputs) if isinstance(found, Article)]
    begun = time.perf_counter()
    nlp = moneyquote.load(given.model)
    loading = time.perf_counter() - begun
    for article in articles[:WARM_UP]:
        extract(nlp, article)
    spent: dict[str, float] = defaultdict(float)
    before = peak_mb()
    with components_timed(nlp, spent):
        begun = time.perf_counter()
        for article in articles:
            extract(nlp, article)
        wall = time.perf_counter() - begun
    made = page(articles, wall, spent, loading, (before, peak_mb()))
    given.to.write_text(made, encoding="utf-8")
    print(made)


if __name__ == "__main__":
    main()
