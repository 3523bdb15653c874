"""The batch: articles through the pipeline into a store, each once, in worker processes.

An article that cannot be worked, hangs or kills its worker is quarantined with its reason and costs only itself. The
store's ledger says where every input stands, so that a run that was killed, or that shares its database with another,
goes on with what is left.
"""

from moneyquote.batch.events import Event, Kind, Tally
from moneyquote.batch.run import Settings, run_batch
from moneyquote.batch.shards import Shard
from moneyquote.batch.stopping import Stop

__all__ = ["Event", "Kind", "Settings", "Shard", "Stop", "Tally", "run_batch"]
