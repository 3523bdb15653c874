"""How the cost of a call grows with its input, in processor time, so that a busy machine does not matter."""

from collections.abc import Callable
from time import process_time

FLOOR = 0.002  # seconds; below it the timer says more than the work
TENFOLD = 40  # a tenfold input may cost so many times as much: linear is 10, quadratic 100


def seconds(call: Callable[[], object], repeats: int = 3) -> float:
    """Return the least processor time of a few calls."""
    best = float("inf")
    for _ in range(repeats):
        begun = process_time()
        call()
        best = min(best, process_time() - begun)
    return best


def tenfold_cost(call: Callable[[str], object], small: str, large: str) -> float:
    """Return how many times the small input's cost the large one takes; ten times the input should be below TENFOLD."""
    return seconds(lambda: call(large)) / max(seconds(lambda: call(small)), FLOOR)
