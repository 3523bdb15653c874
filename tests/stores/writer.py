"""A process of its own that saves made-up articles, for tests that kill it or let it race.

Called as ``writer.py TARGET RUN FIRST COUNT``; prints a line for every saved article.
"""

import sys

from tests.stores.fabricated import made_run, other_text

from moneyquote.stores import Claim, open_store


def main() -> None:
    target, run, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open_store(target) as store:
        store.begin_run(made_run(run))
        for number in range(first, first + count):
            article, record = other_text(number)
            if store.claim(article, run) is Claim.GRANTED:
                store.save(article, record, run)
            print(number, flush=True)
        store.finish_run(made_run(run))


if __name__ == "__main__":
    main()
