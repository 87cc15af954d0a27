"""What a worker does with a number of inputs: read them, and write the rows of all of them as parts, for the parent to commit."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Generator
from multiprocessing import parent_process
from typing import TypeAlias

from attrs import define, field, frozen

from perfmodel._internal.messages import Words
from perfmodel._internal.system_errors import reason_of
from perfmodel.batch.encode import Encoder
from perfmodel.batch.inputs import Item
from perfmodel.batch.manifest import LIMIT_STATUSES, UNLIMITED, Allowance
from perfmodel.batch.part_files import write_part
from perfmodel.batch.parts import sync_folder
from perfmodel.batch.rows import FileOutcome, failed, outcome_of
from perfmodel.batch.settings import Settings
from perfmodel.formats.files import read_regular
from perfmodel.frames.datasets import DATASETS
from perfmodel.model.finding import SEVERITIES
from perfmodel.reports.counts import Counts, Failure
from perfmodel.workers.events import Begin
from perfmodel.workers.limits import OverLimit
from perfmodel.workers.task import internal_error

__all__ = ["Chunk", "NotWritten", "Report", "Seen", "Written", "counts_of", "work"]

# A part has at most so many tables, and about so many indicators, and is written after so many seconds of work.
_TABLES_IN_PART = 250
_INDICATORS_IN_PART = 20_000
_SECONDS_TO_PART = 20.0
_SECONDS_BETWEEN_REPORTS = 0.5


@frozen
class Chunk:
    """Inputs for one task, how they are read, and the folder in which parts are made; ``tries`` counts how often it was put."""

    items: tuple[Item, ...]
    settings: Settings
    staging: str
    allowance: Allowance = UNLIMITED
    tries: int = 1


@frozen
class Written:
    """A folder with new parts, of the items with the numbers ``items``.

    ``counts`` is what was found in them, ``failures`` are the names of those that could not be read, each with the reason.
    """

    staged: str
    items: tuple[int, ...]
    counts: Counts
    failures: tuple[tuple[str, str], ...] = ()


@frozen
class Seen:
    """How far a worker has come: ``count`` more items, and the numbers of those that are ``unchanged``."""

    count: int = 0
    unchanged: tuple[int, ...] = ()


@frozen
class NotWritten:
    """Parts could not be written, and why; nobody can go on."""

    reason: Words


Report: TypeAlias = "Written | Seen | NotWritten"


@define
class _Part:
    """The rows of inputs that are not written yet."""

    chunk: Chunk
    encoder: Encoder
    items: list[int] = field(factory=list)
    indicators: int = 0
    counts: Counts = field(factory=Counts)
    failures: list[tuple[str, str]] = field(factory=list)
    since: float = field(factory=time.monotonic)

    @classmethod
    def of(cls, chunk: Chunk) -> _Part:
        return cls(chunk, Encoder(chunk.settings))

    def add(self, at: int, outcome: FileOutcome) -> None:
        row = outcome.file
        if row["status"] in LIMIT_STATUSES:  # a later run with larger limits tries again
            row |= self.chunk.allowance.cells()
        self.encoder.add(outcome)
        self.items.append(at)
        self.indicators += len(outcome.indicators)
        self.counts.add(counts_of(row["status"], *(row[f"{severity}_count"] for severity in SEVERITIES)))
        if row["status"] != "read":
            self.failures.append((self.chunk.items[at].name, row["message"]))

    @property
    def is_full(self) -> bool:
        return (
            self.encoder.tables >= _TABLES_IN_PART
            or self.indicators >= _INDICATORS_IN_PART
            or time.monotonic() - self.since >= _SECONDS_TO_PART
        )

    def write(self) -> Report:
        """Write all five datasets into a folder of their own; nothing of it is left where that fails."""
        staged = os.path.join(self.chunk.staging, secrets.token_hex(8))
        try:
            os.mkdir(staged)
            tables = self.encoder.to_arrow()
            for dataset in DATASETS:
                write_part(tables[dataset], os.path.join(staged, f"{dataset}.parquet"))
            sync_folder(staged)
        except OSError as error:
            shutil.rmtree(staged, ignore_errors=True)
            return NotWritten(reason_of(error))
        return Written(staged, tuple(self.items), self.counts, tuple(self.failures))


def counts_of(status: str, *by_severity: int) -> Counts:
    """Return the counts of one file, from its status and how many findings of each severity, the gravest first, it has.

    >>> counts_of("read", 2, 0, 1).status(), counts_of("refused", 1, 0, 0).status()
    (1, 2)
    """
    if status != "read":
        return Counts.of_findings((), failed=True)
    severities = dict(zip(SEVERITIES, by_severity, strict=True))
    return Counts(files=1, with_errors=int(severities["error"] > 0), severities=severities)


def work(chunk: Chunk, begin: Begin) -> Generator[Report, None, None]:
    """Read the inputs of a chunk, and yield what was written of them, and how far it has come.

    An input whose content has the hash that is known is left as it is.
    """
    if parent_process() is not None:  # the pool of its own keeps 10 MB in each worker; Arrow has not been imported yet
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    part, seen, unchanged = _Part.of(chunk), 0, []
    reported = time.monotonic()
    for at, item in enumerate(chunk.items):
        outcome = _outcome(at, item, chunk.settings, begin)
        seen += 1
        if outcome is None:
            unchanged.append(at)
        else:
            part.add(at, outcome)
        if part.items and part.is_full:
            yield part.write()
            part = _Part.of(chunk)
        if time.monotonic() - reported >= _SECONDS_BETWEEN_REPORTS:
            yield Seen(seen, tuple(unchanged))
            seen, unchanged, reported = 0, [], time.monotonic()
    if part.items:
        yield part.write()
    yield Seen(seen, tuple(unchanged))


def _outcome(at: int, item: Item, settings: Settings, begin: Begin) -> FileOutcome | None:
    """Return what became of an item, None where its content is the one that is known."""
    data = item.data
    try:
        with begin(at):
            if data is None and item.path is not None:
                data = read_regular(item.path)
            if item.failure is not None:
                return failed(item.name, data, item.status, item.failure, settings)
            assert data is not None
            if item.known is not None and hashlib.sha256(data).hexdigest() == item.known:
                return None
            return outcome_of(item.name, data, settings)
    except OverLimit as over:
        return failed(item.name, data, over.status, over.failure, settings)
    except MemoryError as error:
        return failed(item.name, None, "memory", Failure(*reason_of(error)), settings)
    except OSError as error:
        return failed(item.name, data, item.status, item.failure or Failure(*reason_of(error)), settings)
    except Exception as error:
        return failed(item.name, data, "failed", internal_error(error), settings)
