"""Write the rows of many inputs as Parquet datasets: what is missing or has changed, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from importlib.util import find_spec
from typing import Protocol

from attrs import evolve, field, frozen

from perfmodel._internal.optional import MissingExtra
from perfmodel.batch.encode import Encoder
from perfmodel.batch.inputs import Item
from perfmodel.batch.manifest import UNLIMITED, Allowance, Manifest
from perfmodel.batch.part_files import write_part
from perfmodel.batch.parts import PartFolder, problems_of
from perfmodel.batch.problems import BatchError
from perfmodel.batch.settings import Settings
from perfmodel.batch.work import Chunk, NotWritten, Report, Written, counts_of, work
from perfmodel.reports.counts import Counts
from perfmodel.workers.events import Died, Yielded
from perfmodel.workers.pool import WorkerPool

__all__ = ["Observer", "Summary", "run"]

_MEGABYTE = 1_000_000
# A task: at most so many inputs, of about so many bytes; less where there is less for each worker.
_INPUTS_IN_CHUNK = 500
_BYTES_IN_CHUNK = 16_000_000
_SMALLEST_CHUNK = 250_000
# So that workers that are quick with theirs can take over from others.
_CHUNKS_PER_WORKER = 4
# Tasks that are made ahead, for each worker: inputs may come from a generator that reads them.
_CHUNKS_AHEAD = 2
# Inputs that failed with their worker are written together, so many at once.
_FAILED_AT_ONCE = 100


@frozen
class Summary:
    """What a run has done: ``files`` inputs, of which ``written`` have new rows, and ``unchanged`` those of an earlier run.

    ``failed`` could not be read; of the others ``with_errors`` have findings of severity error. ``findings`` counts all
    findings of these inputs by severity. ``kept`` files of earlier runs were not among the inputs: their rows are still
    there. ``parts`` is how many parts were added to each dataset. Of the ``written``, ``renewed`` had rows of other
    settings (command, profile, configuration, language) or of another version of the library; of the ``kept``,
    ``outdated`` have.
    """

    files: int
    written: int
    unchanged: int
    failed: int
    with_errors: int
    findings: dict[str, int] = field(hash=False)
    kept: int
    parts: int
    renewed: int = 0
    outdated: int = 0

    @property
    def status(self) -> int:
        """The exit status of the command: 2 where an input could not be read, 1 where errors were found, else 0."""
        return 2 if self.failed else int(self.with_errors > 0)


class Observer(Protocol):
    """Who looks on while a run goes on."""

    def seen(self, count: int) -> None:
        """So many more inputs have been read."""

    def done(self, counts: Counts, failures: Iterable[tuple[str, str]]) -> None:
        """The rows of inputs are there: what was found in them, and the names of those not read, with the reason."""


class _NoObserver:
    def seen(self, count: int) -> None:
        pass

    def done(self, counts: Counts, failures: Iterable[tuple[str, str]]) -> None:
        pass


def run(
    items: Iterable[Item],
    out: str | os.PathLike[str],
    settings: Settings,
    jobs: int,
    *,
    allowance: Allowance = UNLIMITED,
    force: bool = False,
    observer: Observer | None = None,
) -> Summary:
    """Write the rows of items into the datasets of a folder, with so many worker processes (0: in this process).

    Raises `BatchError` where the folder cannot be written to, or not
    any longer: what was written stays, and the next run goes on from there.
    """
    if find_spec("pyarrow") is None:  # not imported: this process needs it only where there are rows of an earlier run
        raise MissingExtra("pyarrow", "arrow")
    with PartFolder(out) as folder:
        manifest = Manifest.read(folder, settings, allowance, force)
        return _Run(folder, manifest, settings, allowance, jobs, observer or _NoObserver()).over(items)


class _Run:
    """A run over items; only here are parts committed, in the order in which they come."""

    def __init__(
        self,
        folder: PartFolder,
        manifest: Manifest,
        settings: Settings,
        allowance: Allowance,
        jobs: int,
        observer: Observer,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.settings = settings
        self.allowance = allowance
        self.jobs = jobs
        self.observer = observer
        self.counts = Counts()
        self.written = self.unchanged = self.parts = self.renewed = 0
        # The items of a chunk, by its place in memory, that are not done.
        self.open: dict[int, set[int]] = {}
        self.failed: list[Item] = []

    def over(self, items: Iterable[Item]) -> Summary:
        """Write the rows of items; return what was done."""
        if self.manifest.stray:
            self.folder.commit(self.folder.new_staging(), self.manifest.stray)
        timeout, memory = self.allowance
        chunks = self._chunks(items)
        pool: WorkerPool[Chunk, Report] = WorkerPool(work, self.jobs, timeout, memory and memory * _MEGABYTE)
        with pool:
            self._feed(pool, chunks)
            for event in pool.events():
                if isinstance(event, Yielded):
                    self._take(event.task, event.value)
                    continue
                left = self.open.pop(id(event.task))
                if isinstance(event, Died):
                    self._retry(pool, event, sorted(left))
                self._feed(pool, chunks)
        if not self.folder.numbers("files"):
            self._write_empty()
        return Summary(
            self.counts.files,
            self.written,
            self.unchanged,
            self.counts.failures,
            self.counts.with_errors,
            self.counts.severities,
            len(self.manifest.rows),
            self.parts,
            self.renewed,
            self._outdated(self.manifest.rows),
        )

    def _chunks(self, items: Iterable[Item]) -> Iterator[Chunk]:
        most = _BYTES_IN_CHUNK
        if isinstance(items, Collection):
            share = sum(item.size for item in items) // (_CHUNKS_PER_WORKER * max(1, self.jobs))
            most = min(most, max(share, _SMALLEST_CHUNK))
        found: list[Item] = []
        size = 0
        for item in items:
            if found and (len(found) == _INPUTS_IN_CHUNK or size + item.size > most):
                yield self._chunk(found)
                found, size = [], 0
            found.append(evolve(item, known=self.manifest.known(item.name)))
            size += item.size
        if found:
            yield self._chunk(found)

    def _chunk(self, items: Iterable[Item], tries: int = 1) -> Chunk:
        return Chunk(tuple(items), self.settings, self.folder.staging, self.allowance, tries)

    def _feed(self, pool: WorkerPool[Chunk, Report], chunks: Iterator[Chunk]) -> None:
        """Give the pool something to do, as long as there is something; what has failed with its worker is written last."""
        while pool.unfinished < _CHUNKS_AHEAD * max(1, self.jobs):
            chunk = next(chunks, None)
            if chunk is None and self.failed and (not pool.unfinished or len(self.failed) >= _FAILED_AT_ONCE):
                chunk, self.failed = self._chunk(self.failed), []
            if chunk is None:
                return
            self._put(pool, chunk)

    def _put(self, pool: WorkerPool[Chunk, Report], chunk: Chunk) -> None:
        self.open[id(chunk)] = set(range(len(chunk.items)))
        pool.put(chunk)

    def _take(self, chunk: Chunk, report: Report) -> None:
        """Commit new parts, and count what has not changed."""
        if isinstance(report, NotWritten):
            zh, en = report.reason
            raise BatchError(
                f"{self.folder.path}：{zh}；已写出的部分保留，重新运行即可继续",
                f"{self.folder.path}: {en}; what was written stays, and another run goes on from there",
            )
        open_items = self.open[id(chunk)]
        if isinstance(report, Written):
            names = [chunk.items[at].name for at in report.items]
            removed = self.manifest.removal(self.folder, report.staged, names)
            self.folder.commit(report.staged, removed)
            self.renewed += self._outdated(names)
            self.manifest.drop(names)
            self.parts += 1
            self.written += len(names)
            open_items.difference_update(report.items)
            self._count(report.counts, report.failures)
            return
        self.observer.seen(report.count)
        for at in report.unchanged:
            name = chunk.items[at].name
            row = self.manifest.rows.pop(name)
            self.unchanged += 1
            failures = () if row.status == "read" else ((name, row.message or row.status),)
            self._count(counts_of(row.status, *row.findings), failures)
        open_items.difference_update(report.unchanged)

    def _outdated(self, names: Iterable[str]) -> int:
        rows = map(self.manifest.rows.get, names)
        return sum(row is not None and row.outdated for row in rows)

    def _count(self, counts: Counts, failures: Iterable[tuple[str, str]]) -> None:
        self.counts.add(counts)
        self.observer.done(counts, failures)

    def _retry(self, pool: WorkerPool[Chunk, Report], died: Died[Chunk], left: list[int]) -> None:
        """Give out again what a chunk has left whose work ended; an item that is to blame is written as failed.

        Whoever ends a worker from outside hits an innocent item: one whose worker has died is tried again, alone. Where
        it is not known which one it was, each half is tried.
        """
        items, at = died.task.items, died.item
        if at not in left:
            at = left[0] if len(left) == 1 else None
        if at is None:
            middle = len(left) // 2
            groups = [left[:middle], left[middle:]]
        else:
            groups = [[one for one in left if one < at], [one for one in left if one > at]]
            if died.status == "died" and (len(items) > 1 or died.task.tries == 1):
                self._put(pool, self._chunk([items[at]], 2))
            else:
                self._blame(items[at], died)
        for group in groups:
            if group:
                self._put(pool, self._chunk([items[one] for one in group]))

    def _blame(self, item: Item, died: Died[Chunk]) -> None:
        """Note that an item has failed, to write that; one that does so again is not even opened for it."""
        if item.failure is None:
            self.failed.append(evolve(item, failure=died.failure, status=died.status))
        else:
            self.failed.append(evolve(item, path=None, data=None))

    def _write_empty(self) -> None:
        """Write a part without rows for each dataset, so that whoever reads them finds their columns."""
        staged = self.folder.new_staging()
        tables = Encoder(self.settings).to_arrow()
        with problems_of(self.folder.path):
            for dataset, table in tables.items():
                write_part(table, os.path.join(staged, f"{dataset}.parquet"))
        self.folder.commit(staged)
        self.parts += 1
