"""A run in a process of its own, for tests that kill or signal it: ``runner.py FOLDER TARGET JOBS``."""

import sys
from pathlib import Path

from tests.batch.rig import run

from moneyquote.batch import Stop


def main() -> None:
    folder, target, jobs = sys.argv[1:4]
    with Stop() as stop:
        tally = run(Path(folder), target, jobs=int(jobs), stop=stop)
    print(tally.done, tally.skipped, tally.failed, tally.stopped, flush=True)


if __name__ == "__main__":
    main()
