"""Every error that moneyquote raises on purpose: a code, where it happened, what was found, how to mend it.

Codes are grouped by layer: MQ1xx reading, MQ2xx stores, MQ3xx records and gold, MQ4xx models and settings,
MQ5xx lexicons, MQ6xx the batch. They are stable: users grep their logs for them.
"""

from __future__ import annotations

from typing import ClassVar


class MoneyquoteError(Exception):
    """Base of all our errors; prints as ``[MQ101] where: what. mend``."""

    code: ClassVar[str] = "MQ000"

    def __init__(self, where: str, what: str, mend: str) -> None:
        super().__init__(where, what, mend)
        self.where = where
        self.what = what.rstrip(".")
        self.mend = mend.rstrip(".")

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.what}. {self.mend}."


class ReadingError(MoneyquoteError):
    """An input that cannot be made into an article."""

    code = "MQ100"


class UndecodableText(ReadingError):
    """A file that is text in no encoding that was declared or detected."""

    code = "MQ101"


class PathNotFound(ReadingError):
    """A path that does not exist."""

    code = "MQ102"


class NoArticles(ReadingError):
    """A folder without one file that could be an article."""

    code = "MQ103"


class UnreadableFile(ReadingError):
    """A file that the system would not let us read."""

    code = "MQ104"


class MalformedJson(ReadingError):
    """JSON that does not parse; ``where`` has the line."""

    code = "MQ105"


class NotAnArticle(ReadingError):
    """A file of bytes that are no text, or a text too large or too empty to be an article."""

    code = "MQ106"


class EmptyExtraction(ReadingError):
    """A page or document in which no article text was found."""

    code = "MQ107"


class MissingField(ReadingError):
    """A JSON article without its text, or with a field of the wrong type."""

    code = "MQ108"


class UnsupportedFormat(ReadingError):
    """A file of a kind that is not read."""

    code = "MQ109"


class MissingExtra(ReadingError):
    """A format that needs an optional package."""

    code = "MQ110"


class TooLong(ReadingError):
    """An article longer than the cap."""

    code = "MQ111"


class UnbrokenRun(ReadingError):
    """A text with a run of characters without a blank that no prose has."""

    code = "MQ112"


class StoreError(MoneyquoteError):
    """A target that cannot take records."""

    code = "MQ200"


class NewerSchema(StoreError):
    """A database written by a newer moneyquote."""

    code = "MQ201"


class NotADatabase(StoreError):
    """A file that is no moneyquote database."""

    code = "MQ202"


class StoreLocked(StoreError):
    """A database that another process holds for longer than we wait."""

    code = "MQ203"


class UnwritableTarget(StoreError):
    """A target whose place does not exist, may not be written, or has no room left."""

    code = "MQ204"


class NotInStore(StoreError):
    """An article or record kind that the database does not hold."""

    code = "MQ205"


class NetworkFolder(StoreError):
    """A database on a file system of the network, where SQLite's locks do not hold."""

    code = "MQ206"


class ServerUnavailable(StoreError):
    """A database server that cannot be reached, or takes no connections now."""

    code = "MQ210"


class ServerRefused(StoreError):
    """A database server that refuses the user, the password, the database or what the user wants to do."""

    code = "MQ211"


class RecordError(MoneyquoteError):
    """A record, gold or prediction that breaks its format."""

    code = "MQ300"


class BrokenRecord(RecordError):
    """A record that breaks the schema; ``where`` has file, line and article, ``what`` the field."""

    code = "MQ301"


class OffsetMismatch(RecordError):
    """A span whose offsets do not give its text."""

    code = "MQ302"


class UnmatchedArticle(RecordError):
    """A prediction for no article of the gold, or two records for one."""

    code = "MQ303"


class BelowFloor(RecordError):
    """Scores that fell below their pinned floor, or floors that do not fit the gold."""

    code = "MQ304"


class MissingText(RecordError):
    """A standoff record whose article is not among the texts given."""

    code = "MQ305"


class BrokenRegister(RecordError):
    """A register of known organizations that is in none of the formats that are read."""

    code = "MQ330"


class UnclearName(RecordError):
    """A name that means no organization of the database, or several."""

    code = "MQ331"


class SettingError(MoneyquoteError):
    """A component setting outside its domain."""

    code = "MQ400"


class ModelNotFound(SettingError):
    """A pipeline or model file that is not there."""

    code = "MQ401"


class ModelBroken(SettingError):
    """A pipeline or model file that is damaged or of another version."""

    code = "MQ402"


class CorpusMissing(SettingError):
    """A training corpus that is not where it was looked for."""

    code = "MQ403"


class TrainingSetting(SettingError):
    """A training setting or base model that cannot be used."""

    code = "MQ404"


class CorpusBroken(SettingError):
    """A training corpus whose files are damaged, or whose spans no tagger can learn."""

    code = "MQ405"


class LexiconError(MoneyquoteError):
    """A lexicon file that breaks its format."""

    code = "MQ500"


class ArticleFailed(MoneyquoteError):
    """An article on which the pipeline itself stopped."""

    code = "MQ601"


class ArticleTimedOut(MoneyquoteError):
    """An article that was not read or worked within the deadline."""

    code = "MQ602"


class WorkerDied(MoneyquoteError):
    """An article over which worker processes died."""

    code = "MQ603"


class WorkersFail(MoneyquoteError):
    """Worker processes that do not start, or die over every article: a fault of the machine, not of the articles."""

    code = "MQ604"


class BadShard(MoneyquoteError):
    """A shard that is not i/n."""

    code = "MQ605"


class NoCluster(MoneyquoteError):
    """A Ray cluster that cannot be used: Ray is not installed, does not answer, or lacks what was asked for."""

    code = "MQ606"
