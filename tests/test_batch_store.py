"""What a second run does, and what is refused, where many inputs are written as datasets."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from perfmodel import batch
from perfmodel.batch import BatchError, Settings, inputs, manifest, parts, rows, work
from perfmodel.batch import run as batch_run
from perfmodel.batch.inputs import Item, file_key, items_of
from perfmodel.batch.manifest import Allowance
from perfmodel.batch.part_files import write_part
from perfmodel.cli import main
from perfmodel.formats.files import read_regular
from perfmodel.reports.counts import Failure
from perfmodel.workers.events import Died, Done, Yielded
from perfmodel.workers.pool import WorkerPool
from tests.batch_folders import committed, rewritten, rows_in, state_of

TABLE = "level1: 产出指标\nlevel2: 数量指标\nname: 培训人次\nannual: ≥{}人次\n"
PARSE = Settings("parse")

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch_run, "_INPUTS_IN_CHUNK", 3)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        status = main([*arguments, "--lang", "en"])
        out, err = capfd.readouterr()
        assert out == ""
        return status, err

    return run


def table(name: str, number: object = 1) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(TABLE.format(number), encoding="utf-8")


def write(out: str = "out", given: Any = "in", settings: Settings = PARSE, **options: Any) -> batch.Summary:
    return batch.write(given, out, settings, **{"jobs": 0} | options)


def column(dataset: str, name: str, out: str = "out") -> list[Any]:
    found: list[Any] = pyarrow.parquet.read_table(f"{out}/{dataset}", columns=[name]).column(0).to_pylist()
    return sorted(found, key=repr)


@pytest.fixture
def seven() -> None:
    for number in range(7):
        table(f"in/{number}.yaml", number)


# A second run.


@pytest.mark.usefixtures("seven")
def test_a_second_run_does_nothing() -> None:
    first = write()
    before = state_of(committed(Path("out")))
    second = write()
    assert (first.written, first.parts, second.written, second.unchanged, second.parts) == (7, 3, 0, 7, 0)
    assert state_of(committed(Path("out"))) == before
    assert (first.status, first.findings) == (second.status, second.findings)


@pytest.mark.usefixtures("seven")
def test_a_second_run_names_what_could_not_be_read_again(run: Run) -> None:
    Path("in/bad.pdf").write_text("nothing of ours", encoding="utf-8")
    first = run("parse", "in", "--to", "parquet", "-o", "out")
    second = run("parse", "in", "--to", "parquet", "-o", "out")
    for status, messages in (first, second):
        assert status == 2
        assert "in/bad.pdf: no performance-target table" in messages


@pytest.mark.usefixtures("seven")
def test_of_a_changed_file_the_rows_change_and_no_others() -> None:
    write()
    before, parts_before = rows_in(Path("out")), state_of(committed(Path("out")))
    table("in/1.yaml", 111)
    assert write().written == 1
    after = rows_in(Path("out"))
    for dataset in ("indicators", "files"):
        assert {row[0] for row in {*before[dataset]} ^ {*after[dataset]}} == {"in/1.yaml"}
    # Only the part that had the old rows is another; of that only the datasets that had some.
    assert {path.name for path in rewritten(parts_before, Path("out"))} == {"part-00000001.parquet"}
    write("anew")
    assert after == rows_in(Path("anew"))


@pytest.mark.usefixtures("seven")
def test_a_part_of_which_all_files_have_changed_is_taken_away() -> None:
    write()
    for number in (0, 1, 2):
        table(f"in/{number}.yaml", 100 + number)
    write()
    assert not Path("out/files/part-00000001.parquet").exists()
    write("anew")
    assert rows_in(Path("out")) == rows_in(Path("anew"))


@pytest.mark.usefixtures("seven")
def test_force_writes_what_has_not_changed() -> None:
    write()
    before = rows_in(Path("out"))
    assert write(force=True).written == 7
    assert rows_in(Path("out")) == before
    assert {path.name for path in committed(Path("out"))} == {f"part-{number:08}.parquet" for number in (4, 5, 6)}


@pytest.mark.usefixtures("seven")
def test_files_that_are_gone_keep_their_rows_and_that_is_said(run: Run) -> None:
    english = Settings("parse", lang="en")
    write(settings=english)
    os.unlink("in/3.yaml")
    table("in/new.yaml")
    assert write(settings=english).kept == 1
    assert "in/3.yaml" in column("files", "file")
    _status, err = run("parse", "in", "--to", "parquet", "-o", "out")
    assert "out: 0 written, 7 unchanged\nout: 1 more from earlier runs, not among these files; their rows stay\n" in err


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    "settings", [Settings("check"), Settings("parse", lang="en"), Settings("parse", sheets=("甲",))]
)
def test_with_other_settings_all_is_written_anew(settings: Settings) -> None:
    write()
    summary = write(settings=settings)
    assert (summary.written, summary.renewed) == (7, 7)
    assert set(column("files", "settings")) == {settings.fingerprint}


@pytest.mark.usefixtures("seven")
def test_that_all_is_written_anew_is_said_and_that_rows_stay_as_they_were(run: Run) -> None:
    command = ("in", "--to", "parquet", "-o", "out")
    assert "written anew" not in run("check", *command)[1]
    os.unlink("in/3.yaml")
    _status, err = run("parse", *command)
    assert "out: 6 written anew, as settings or version differ from the earlier run\n" in err
    assert "rows stay\nout: 1 of these were written with other settings or by another version\n" in err
    assert "written anew" not in run("parse", *command)[1]


@pytest.mark.usefixtures("seven")
def test_with_another_version_of_the_library_all_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    for module in (manifest, rows):
        monkeypatch.setattr(module, "__version__", "99")
    assert write().renewed == 7
    assert write().unchanged == 7


@pytest.mark.usefixtures("seven")
def test_another_version_of_the_schema_is_refused_and_force_replaces_all(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    old = committed(Path("out"))
    monkeypatch.setattr(manifest, "SCHEMA_VERSION", 99)
    with pytest.raises(BatchError, match="another version of the schema"):
        write()
    assert committed(Path("out")) == old
    write(given="in/0.yaml", force=True)
    assert not set(committed(Path("out"))) & set(old)
    assert column("files", "file") == ["in/0.yaml"]


def test_a_profile_that_changes_counts(run: Run) -> None:
    table("in/a.yaml")
    Path("mine.yaml").write_text("title: 我的\nrules:\n  V06: error\n", encoding="utf-8")
    command = ("check", "in", "--to", "parquet", "-o", "out", "--profile", "mine.yaml")
    run(*command)
    assert "1 unchanged" in run(*command)[1]
    Path("mine.yaml").write_text("title: 我的\nrules:\n  V06: hint\n", encoding="utf-8")
    assert "unchanged" not in run(*command)[1]


@pytest.mark.parametrize(
    ("status", "then", "now", "again"),
    [
        ("timeout", Allowance(5), Allowance(5), False),
        ("timeout", Allowance(5), Allowance(4), False),
        ("timeout", Allowance(5), Allowance(6), True),
        ("timeout", Allowance(5), Allowance(), True),
        ("memory", Allowance(None, 100), Allowance(None, 200), True),
        ("died", Allowance(5, 100), Allowance(5, 100), False),
        ("died", Allowance(), Allowance(), False),
        ("refused", Allowance(5), Allowance(6), False),
    ],
)
def test_what_failed_by_a_limit_is_tried_again_with_a_larger_one(
    monkeypatch: pytest.MonkeyPatch, status: str, then: Allowance, now: Allowance, again: bool
) -> None:
    table("in/a.yaml")
    table("in/b.yaml")

    def fails(name: str, data: bytes, settings: Settings) -> rows.FileOutcome:
        if name == "in/a.yaml":
            return rows.failed(name, data, status, Failure("太慢", "too slow"), settings)
        return rows.outcome_of(name, data, settings)

    monkeypatch.setattr(work, "outcome_of", fails)
    write(timeout=then.timeout, memory=then.memory)
    assert column("files", "status") == sorted(["read", status])
    monkeypatch.setattr(work, "outcome_of", rows.outcome_of)
    write(timeout=now.timeout, memory=now.memory)
    assert column("files", "status") == sorted(["read", "read" if again else status])
    write(force=True)
    assert column("files", "status") == ["read", "read"]
    assert column("files", "timeout") == [None, None]


# Parts that somebody has changed.


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("dataset", batch.DATASETS)
def test_a_damaged_part_is_named(dataset: str) -> None:
    write()
    path = Path(f"out/{dataset}/part-00000001.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BatchError, match=r"part-00000001\.parquet: cannot be read, perhaps damaged"):
        write()
    path.unlink()
    write("anew")
    write()
    assert rows_in(Path("out")) == rows_in(Path("anew"))


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("number", [1, 9])
def test_a_part_that_somebody_else_wrote_stays(number: int) -> None:
    write()
    path = Path(f"out/indicators/part-{number:08}.parquet")
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), path)
    for force in (False, True):
        with pytest.raises(BatchError, match=rf"part-{number:08}\.parquet: not a dataset that perfmodel wrote"):
            write(force=force)
    assert pyarrow.parquet.read_table(path).column_names == ["a"]


@pytest.mark.usefixtures("seven")
def test_parts_that_have_the_same_files_are_named() -> None:
    write()
    for dataset in batch.DATASETS:
        shutil.copy(f"out/{dataset}/part-00000001.parquet", f"out/{dataset}/part-00000009.parquet")
    with pytest.raises(BatchError, match=r"part-00000001\.parquet and .*part-00000009\.parquet both have in/0\.yaml"):
        write()
    Path("out/files/part-00000009.parquet").unlink()
    write()
    write("anew")
    assert rows_in(Path("out")) == rows_in(Path("anew"))


@pytest.mark.usefixtures("seven")
def test_datasets_without_their_hidden_files_are_gone_on_with() -> None:
    write()
    shutil.copytree("out", "copy", ignore=shutil.ignore_patterns(".*"))
    assert write("copy").unchanged == 7


# Refused, before anything is written.


def refused(out: str = "out", given: Any = "in") -> str:
    with pytest.raises(BatchError) as error:
        write(out, given)
    return error.value.en


@pytest.mark.usefixtures("seven")
def test_a_folder_that_is_not_ours_is_refused() -> None:
    Path("out").mkdir()
    Path("out/thesis.docx").touch()
    assert "not empty and not of an earlier batch" in refused()
    Path("out/.lock").write_text("of another program")
    assert "not empty and not of an earlier batch" in refused()
    assert sorted(os.listdir("out")) == [".lock", "thesis.docx"]
    assert "expected a folder, got a file" in refused("in/0.yaml")
    assert "both the input and the output" in refused("in")
    assert sorted(os.listdir("in")) == [f"{number}.yaml" for number in range(7)]


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("inside", ["", "tables", "files", ".staging", ".ready", ".lock"])
def test_nothing_is_written_through_a_link(inside: str) -> None:
    write()
    shutil.move(Path("out") / inside, "elsewhere") if inside else os.rename("out", "elsewhere")
    (Path("out") / inside).symlink_to(Path("elsewhere").absolute())
    before = state_of(path for path in Path("elsewhere").rglob("*") if path.is_file())
    table("in/8.yaml")
    assert "symbolic link" in refused()
    assert state_of(path for path in Path("elsewhere").rglob("*") if path.is_file()) == before


@pytest.mark.usefixtures("seven")
def test_a_part_that_is_a_link_is_replaced_and_not_written_through() -> None:
    write()
    path = Path("out/indicators/part-00000001.parquet")
    shutil.move(path, "elsewhere.parquet")
    path.symlink_to(Path("elsewhere.parquet").absolute())
    before = state_of([Path("elsewhere.parquet")])
    table("in/0.yaml", 100)
    write()
    assert state_of([Path("elsewhere.parquet")]) == before
    assert not path.is_symlink()


@pytest.mark.usefixtures("seven")
def test_two_at_once_the_second_is_refused(run: Run) -> None:
    with parts.PartFolder("out"):
        assert "another process is writing to this folder" in refused()
        status, err = run("parse", "in", "--to", "parquet", "-o", "out")
    assert (status, err) == (2, "perfmodel: out: another process is writing to this folder\n")
    assert write().written == 7


@pytest.mark.usefixtures("seven")
def test_pipes_and_stdin_are_refused_by_name(run: Run) -> None:
    os.mkfifo("pipe.txt")
    assert refused(given=["in", "pipe.txt"]).startswith("pipe.txt: not a regular file")
    assert "cannot read stdin" in run("parse", "in", "-", "--to", "parquet", "-o", "out")[1]
    assert not Path("out").exists()


def test_two_inputs_of_one_name_are_refused() -> None:
    assert refused(given=[("a", b""), ("a", b"")]) == "two inputs have one name, a"
    table("in/a.yaml")
    assert "in/a.yaml" in refused(given=["in", ("in/a.yaml", "")])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.usefixtures("seven")
def test_a_folder_that_cannot_be_written_is_named() -> None:
    Path("out").mkdir(mode=0o500)
    assert refused().endswith("Permission denied")


# What goes wrong meanwhile.


@pytest.mark.usefixtures("seven")
def test_a_full_disk_stops_the_run_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    left = 8

    def full(found: pyarrow.Table, path: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_part(found, path)

    monkeypatch.setattr(work, "write_part", full)
    with pytest.raises(BatchError, match="No space left on device; what was written stays"):
        write()
    monkeypatch.setattr(work, "write_part", write_part)
    assert 0 < len(rows_in(Path("out"))["files"]) < 7
    assert not list(Path("out/.staging").iterdir())
    kept = state_of(committed(Path("out")))
    write()
    assert rewritten(kept, Path("out")) == []
    assert len(rows_in(Path("out"))["files"]) == 7


def test_a_file_that_disappears_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    table("in/a.yaml")
    table("in/b.yaml")
    given = list(items_of("in"))
    os.unlink("in/b.yaml")
    batch_run.run(given, "out", Settings("parse", lang="en"), 0)
    assert column("files", "status") == ["failed", "read"]
    assert column("files", "message") == ["No such file or directory", None]
    table("in/b.yaml")
    assert write(settings=Settings("parse", lang="en")).written == 1


def test_the_rows_are_those_of_the_bytes_whose_hash_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes while it is read has the rows of what was read, and is read again by the next run."""
    table("in/a.yaml", 1)
    read = read_regular

    def then_changed(path: str) -> bytes:
        data = read(path)
        table(path, 2)
        return data

    monkeypatch.setattr(work, "read_regular", then_changed)
    write()
    assert column("indicators", "annual") == ["≥1人次"]
    monkeypatch.setattr(work, "read_regular", read)
    assert write().written == 1
    assert column("indicators", "annual") == ["≥2人次"]


def test_a_pipe_that_a_file_has_become_keeps_nobody_waiting() -> None:
    table("in/a.yaml")
    given = list(items_of("in"))
    os.unlink("in/a.yaml")
    os.mkfifo("in/a.yaml")
    batch_run.run(given, "out", Settings("parse", lang="en"), 0)
    assert "not a regular file" in column("files", "message")[0]


# Which inputs.


def test_a_folder_without_tables_gives_datasets_without_rows(run: Run) -> None:
    Path("in").mkdir()
    status, err = run("parse", "in", "--to", "parquet", "-o", "out")
    assert (status, "nothing to do" in err) == (2, True)
    assert rows_in(Path("out")) == {dataset: [] for dataset in batch.DATASETS}
    assert len(committed(Path("out"))) == 5
    table("in/a.yaml")
    write()
    assert column("files", "file") == ["in/a.yaml"]


def test_datasets_in_the_input_folder_are_no_inputs(run: Run) -> None:
    table("in/a.yaml")
    for _run in range(2):
        status, _err = run("parse", "in", "--include", "*", "--to", "parquet", "-o", "in/out")
        assert status == 0
    assert column("files", "file", "in/out") == ["in/a.yaml"]


def test_a_file_given_twice_is_taken_once() -> None:
    table("in/a.yaml")
    write(given=["in/a.yaml", "./in/a.yaml", "in", Path("in//a.yaml"), Path("in").absolute()])
    assert column("files", "file") == ["in/a.yaml"]
    assert write(given="./in").unchanged == 1


NAMES = [b"a\nb.yaml", b"\xff.yaml", b"\xfe.yaml", b"n" * 250 + b".yaml", "表.yaml".encode(), b"a\\b.yaml", b" .yaml"]


def test_names_of_all_kinds() -> None:
    os.mkdir("in")
    for at, name in enumerate(NAMES):
        table(os.path.join("in", os.fsdecode(name)), at)
    assert write().written == len(NAMES)
    assert write().unchanged == len(NAMES)
    assert set(column("files", "file")) == {
        "in/a\nb.yaml", "in/\\xff.yaml", "in/\\xfe.yaml", f"in/{'n' * 250}.yaml", "in/表.yaml", "in/a\\b.yaml", "in/ .yaml"
    }  # fmt: skip
    rows_in(Path("out"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "a.txt"), ("./a.txt", "a.txt"), (".//a/./b/.//c", "a/b/c"), ("/a//b", "/a/b"), ("../a", "../a"),
        (".hidden", ".hidden"), ("a/.hidden", "a/.hidden"), ("./", "./"), ("...", "..."), ("a./b", "a./b"),
        ("\ud800", "\\ud800"), ("\udcff\ud800", "\\udcff\\ud800"),
    ],
)  # fmt: skip
def test_names_in_datasets(path: str, name: str) -> None:
    assert file_key(path) == name


def test_texts_and_bytes_as_they_come() -> None:
    taken = []

    def pairs() -> Iterator[tuple[str, str]]:
        for number in range(30):
            taken.append(number)
            yield f"{number}", TABLE.format(number)

    assert write(given=pairs()).written == 30
    assert write(given={"1": TABLE.format(1).encode(), "2": TABLE.format(3)}).unchanged == 1
    with pytest.raises(TypeError, match="a path, or a name and the content"):
        write(given=[1])


def test_one_file_of_very_many_indicators() -> None:
    many = "".join(
        f"- level1: 产出指标\n  level2: 数量指标\n  name: 第{at}项\n  annual: ≥{at}个\n" for at in range(3000)
    )
    Path("in").mkdir()
    Path("in/many.yaml").write_text(f"name: 大项目\nindicators:\n{many}", encoding="utf-8")
    table("in/one.yaml")
    write()
    assert len(column("indicators", "file")) == 3001


def test_parts_are_bounded_by_tables_and_by_indicators(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_run, "_INPUTS_IN_CHUNK", 100)
    monkeypatch.setattr(work, "_TABLES_IN_PART", 2)
    for number in range(7):
        table(f"in/{number}.yaml", number)
    assert write().parts == 4
    monkeypatch.setattr(work, "_TABLES_IN_PART", 500)
    monkeypatch.setattr(work, "_INDICATORS_IN_PART", 3)
    assert write("other").parts == 3
    assert rows_in(Path("out")) == rows_in(Path("other"))


# Files to which their worker falls.


def dying(names: dict[str, str], blind: bool = False) -> Callable[..., Iterator[Any]]:
    """Work in which some files end their worker, with a status; ``blind``: it is not known which file it was."""

    def work_until(chunk: work.Chunk, begin: Any) -> Iterator[Any]:
        for at, item in enumerate(chunk.items):
            if item.name in names and item.failure is None:
                raise _Dies(None if blind else at, names[item.name])
        yield from work.work(chunk, begin)

    return work_until


class _Dies(Exception):
    def __init__(self, item: int | None, status: str) -> None:
        self.item, self.status = item, status


class _Pool(WorkerPool[Any, Any]):
    """A pool in this process whose workers can be made to die."""

    def events(self) -> Iterator[Any]:
        while self.unfinished:
            task = self._waiting.popleft()
            try:
                for value in self.work(task, lambda _item: _Nothing()):
                    yield Yielded(task, value)
            except _Dies as death:
                yield Died(task, death.item, Failure("进程中断", "it died"), death.status)
            else:
                yield Done(task)


class _Nothing:
    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        pass


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("status", ["timeout", "died", "failed"])
def test_a_file_that_ends_its_worker_is_named_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, status: str, blind: bool
) -> None:
    monkeypatch.setattr(batch_run, "_INPUTS_IN_CHUNK", 5)
    monkeypatch.setattr(batch_run, "WorkerPool", _Pool)
    monkeypatch.setattr(batch_run, "work", dying({"in/1.yaml": status, "in/3.yaml": status}, blind))
    summary = write(settings=Settings("parse", lang="en"))
    assert (summary.files, summary.failed, summary.status) == (7, 2, 2)
    found = {row[0]: row for row in rows_in(Path("out"))["files"]}
    assert {name for name, row in found.items() if status in row} == {"in/1.yaml", "in/3.yaml"}
    assert len(column("findings", "file")) == 2
    assert column("files", "message").count("it died") == 2


def test_an_input_that_cannot_even_be_opened_after_it_ended_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time its bytes are not read."""
    table("in/a.yaml")
    monkeypatch.setattr(batch_run, "WorkerPool", _Pool)

    def always(chunk: work.Chunk, begin: Any) -> Iterator[Any]:
        if any(item.path is not None for item in chunk.items):
            raise _Dies(0, "died")
        yield from work.work(chunk, begin)

    monkeypatch.setattr(batch_run, "work", always)
    write()
    assert (column("files", "status"), column("files", "hash")) == (["died"], [None])


# The command line.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("parse", "in", "--to", "parquet"), "--to parquet needs an output folder, -o OUTDIR"),
        (("parse", "in", "--to", "parquet", "-o", "out", "--keys", "zh"), "--keys does not go with parquet"),
        (("check", "in", "--to", "parquet", "-o", "out", "--fix"), "--fix does not go with parquet"),
        (("check", "in", "--to", "parquet", "-o", "out", "--group-by", "file"), "--group-by does not go with parquet"),
        (("check", "in", "-o", "out.parquet", "--severity", "error"), "--severity does not go with parquet"),
        (("parse", "in", "--to", "parquet", "-o", "out.json"), "ends in .json, but --to is parquet"),
        (("parse", "in", "--to", "json", "-o", "out.parquet"), "looks like a file"),
        (("parse", "in", "-o", "out", "--force"), "--force works with parquet only"),
        (("check", "in", "--force"), "--force works with parquet only"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, arguments: tuple[str, ...], message: str) -> None:
    table("in/a.yaml")
    status, err = run(*arguments)
    assert (status, message in err) == (2, True), err
    assert not Path("out").exists()


def test_the_ending_of_the_folder_says_the_form(run: Run) -> None:
    table("in/a.yaml")
    Path("in/bad.yaml").write_text("name: [\n", encoding="utf-8")
    status, err = run("check", "in", "-o", "year.parquet")
    assert (status, err.startswith("in/bad.yaml: ")) == (2, True), err
    assert column("files", "command", "year.parquet") == ["check", "check"]
    assert run("check", "in/a.yaml", "-o", "year.parquet", "--exit-zero")[0] == 0


def test_items_say_who_they_are() -> None:
    assert Item("a", data=b"").plain
    assert [item.name for item in inputs.items_of(["nowhere"])] == ["nowhere"]
