"""One part of n of the inputs, the same on every machine."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from moneyquote.errors import BadShard


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Part ``index`` of ``count``, from 1. Each input belongs to one, by the hash of its article's id."""

    index: int = 1
    count: int = 1

    @classmethod
    def parse(cls, given: str) -> Shard:
        """Read ``i/n``.

        Raises:
            BadShard: if it is no such pair with 1 <= i <= n.
        """
        found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", given)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise BadShard("--shard", f'"{given}" is not i/n with i from 1 to n', "Give for example --shard 2/8")
        return cls(index=int(found[1]), count=int(found[2]))

    def takes(self, name: str) -> bool:
        """Tell whether the input of that name belongs to this shard."""
        if self.count == 1:
            return True
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) % self.count == self.index - 1
