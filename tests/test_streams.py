"""Several tables in one text, as a file with several tables is written: read back as the same tables, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfmodel import ParseError, Project, TargetTable, to_json, to_yaml
from perfmodel.cli import main
from perfmodel.formats.read import read_all
from perfmodel.formats.streams import documents_of
from perfmodel.source.source import Source
from tests import strategies


def stream(tables: list[TargetTable]) -> str:
    return "".join("---\n" + to_yaml(table) for table in tables)


def array(tables: list[TargetTable]) -> str:
    return "[\n" + ",\n".join(map(to_json, tables)) + "\n]\n"


@pytest.mark.parametrize(("write", "ending"), [(stream, "yaml"), (array, "json")])
def test_what_is_written_of_several_tables_is_read_back(write, ending: str) -> None:  # type: ignore[no-untyped-def]
    @given(st.lists(strategies.tables(), min_size=1, max_size=4))
    def law(tables: list[TargetTable]) -> None:
        text = write(tables)
        found = read_all(text.encode(), f"表.{ending}")
        assert [table for _source, table in found] == tables
        for source, table in found:
            assert source.text == text
            for project in table.projects:  # type: ignore[union-attr]
                if project.name and project.place is not None:
                    assert project.name.strip() in source.slice(project.place.of("name"))  # type: ignore[arg-type]

    law()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("name: 甲\n---\nname: 乙\n", 2),
        ("# 说明\n---\nname: 甲\n--- # 第二份\nname: 乙", 2),
        ("%YAML 1.2\n---\nname: 甲\n", 1),
        ("name: 甲\ngoal: '---'\n", 1),
        ("name: 甲\ngoal: |\n  一\n  ---\n  二\n", 1),
        ("name: ---a\n", 1),
    ],
)
def test_documents_of_a_stream(text: str, count: int) -> None:
    parts = documents_of(Source(text), "yaml")
    assert len(parts) == count
    assert all(len(part.text) <= len(text) and part.text.count("\n") <= text.count("\n") for part in parts)
    assert len(read_all(text.encode(), "表.yaml")) == count


def test_what_is_wrong_stands_where_it_is() -> None:
    with pytest.raises(ParseError) as raised:
        read_all("name: 甲\n---\nname: 乙\nindicatrs: []\n".encode(), "表.yaml", "en")
    assert raised.value.position is not None
    assert raised.value.position.line == 4
    with pytest.raises(ParseError):
        read_all(b"[{}, ", "a.json")
    with pytest.raises(ParseError):
        read_all(b"[" * 100_000, "a.json")


def test_a_file_of_several_tables_is_checked_and_written_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [TargetTable("绩效目标表", projects=[Project(name, goal="开会。")]) for name in ("会议费", "培训费")]
    path = tmp_path / "表.yaml"
    path.write_text(stream(tables), encoding="utf-8")
    assert main(["parse", str(path)]) == 0
    assert capsys.readouterr().out == stream(tables)
    main(["check", str(path), "--select", "G02"])
    out = capsys.readouterr().out
    line = path.read_text(encoding="utf-8").split("\n").index("- name: 培训费") + 2
    assert f"表.yaml:{line}:9: G02 warning 第2张表 第1个项目 绩效目标（tables[1].projects[0].goal）" in out
    before = path.read_bytes()
    assert main(["check", str(path), "--fix"]) == 2
    assert "分别存为文件" in capsys.readouterr().err
    assert path.read_bytes() == before
