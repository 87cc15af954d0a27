"""Peers: what is refused and how, what is shown, whose rows do not count, and the rule that asks."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfmodel
from perfmodel import Indicator, ParseError, Profile, Project, TargetTable, peers, show, validate
from perfmodel.checks.config import Config, load_config
from perfmodel.cli import main
from perfmodel.peer_targets import dataset as module
from perfmodel.peer_targets.dataset import DatasetError, opened
from tests.peer_tables import BODIES, peer_tables, table_of, with_dataset, write_dataset

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

OWN = Indicator("产出指标", "数量指标", "2025年培训人次", annual="≥100人次")
FAR = Indicator("产出指标", "数量指标", "培训人次", annual="≥9000人次")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "OUT"
    write_dataset(folder)
    return folder


@pytest.fixture
def rows(out: Path) -> Any:
    return parquet.read_table(out / "indicators")


def test_the_folder_its_dataset_a_part_and_its_rows_are_one(out: Path, rows: Any) -> None:
    found: Any = peers(OWN, out)
    assert (found.count, found.bodies, found.minimum, found.maximum, found.median) == (
        BODIES,
        BODIES,
        91,
        130,
        Decimal("110.5"),
    )
    assert (found.below, found.equal, found.above) == (9, 1, 30)
    assert (found.share_below, found.share_equal, found.share_above) == (
        Decimal("0.225"),
        Decimal("0.025"),
        Decimal("0.75"),
    )
    assert found.operators == ((">=", BODIES),)
    assert found.left_out == ()
    for same in (str(out), out / "indicators", rows, pyarrow.dataset.dataset(rows)):
        assert peers(OWN, same) == found
    assert peers(OWN, out / "indicators" / "part-00000001.parquet").count == BODIES // 2


def test_peers_are_values(out: Path) -> None:
    found = peers(OWN, out)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(peers(OWN, out))
    assert found != peers(OWN, out, examples=2)


def test_the_column_of_the_indicators_own_target(out: Path) -> None:
    own = Indicator("产出指标", "成本指标", "培训成本", whole_period="≤2万元")
    found: Any = peers(own, out)
    assert (found.target, found.count, found.unit, found.maximum) == ("whole_period", BODIES, "万元", 4)
    both = Indicator("产出指标", "成本指标", "培训成本", whole_period="≤2万元", annual="≤10000元")
    of_year: Any = peers(both, out)
    assert (of_year.target, of_year.maximum) == ("annual", 40_000)
    assert peers(both, out, target="whole_period") == found


def test_years(out: Path) -> None:
    assert peers(OWN, out, year=2024).count == peers(OWN, out, year=[2024, 2024, 1999]).count == BODIES // 2
    assert peers(OWN, out, year=(2024, 2025)).count == BODIES
    assert peers(OWN, out, year=1999).count == 0
    assert peers(OWN, out, year=2024).years == (2024,)


def test_whose_rows_do_not_count(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is known by any spelling of its path; a table by its file, and by the body that publishes it."""
    whole = os.path.abspath("tables/03.json")
    for spelling in (
        "tables/03.json",
        "./tables//03.json",
        Path("tables/03.json"),
        whole,
        ["tables/03.json", "no.json"],
    ):
        found = peers(OWN, out, exclude=spelling)
        assert (found.count, found.left_out) == (BODIES - 1, (("excluded", 1),)), spelling
        assert "tables/03.json" not in {
            example.file for example in peers(OWN, out, exclude=spelling, examples=99).examples
        }
    monkeypatch.chdir("tests")
    assert peers(OWN, out, exclude="../tables/03.json").count == BODIES, "the dataset's paths are those of its run"
    assert peers(OWN, out, exclude=table_of("某 7局", OWN)).count == BODIES - 1
    assert peers(OWN, out, exclude=[table_of("某7局"), "tables/07.json", "tables/08.json"]).count == BODIES - 2
    nobody = TargetTable(projects=[Project("甲", "某1局"), Project("乙", None), Project("丙", department="某2局")])
    assert peers(OWN, out, exclude=nobody).count == BODIES - 2


def test_examples_lead_from_the_least_to_the_greatest(out: Path) -> None:
    found: Any = peers(OWN, out, examples=3)
    assert [(one.value, one.printed, one.body, one.file, one.year) for one in found.examples] == [
        (91, "≥91人次", "某0局", "tables/00.json", 2024),
        (110, "≥110人次", "某19局", "tables/19.json", 2025),
        (130, "≥130人次", "某39局", "tables/39.json", 2025),
    ]
    assert [one.value for one in peers(OWN, out, examples=1).examples] == [110]
    assert peers(OWN, out, examples=0).examples == ()
    assert len(peers(OWN, out, examples=500).examples) == BODIES
    record = found.to_records()[0]
    assert record["project"] == "培训费"
    assert list(found.to_records("zh")[0]) == "数值 指标值 项目名称 单位 年度 文件 表序号 项目序号 指标序号".split()
    with pytest.raises(ValueError, match="keys"):
        found.to_records("de")


@pytest.mark.parametrize(
    ("annual", "side"),
    [
        ("≥129人次", "high"),
        ("≥128人次", None),
        ("≥9000人次", "high"),
        ("92人次", "low"),
        ("93人次", None),
        ("≤0人次", "low"),
    ],
)
def test_an_outlier_lies_outside_what_nine_in_ten_set(annual: str, side: str | None, out: Path) -> None:
    found = peers(Indicator("产出指标", "数量指标", "培训人次", annual=annual), out)
    assert found.outlier() == side
    assert found.outlier(BODIES + 1) is None
    within = [
        one for one in range(91, 131) if found.p5 is not None and found.p95 is not None and found.p5 <= one <= found.p95
    ]
    assert len(within) * 10 >= 9 * BODIES


def test_few_peers_are_no_ground_for_a_judgement(rows: Any) -> None:
    few = peers(FAR, rows.slice(0, 3 * 19))
    assert (few.count, few.outlier(), few.outlier(19)) == (19, None, "high")
    assert "不足 20 个单位，不作判断" in str(few)
    assert "fewer than 20 bodies: no judgement" in few.render("en")
    nobody = rows.set_column(rows.schema.get_field_index("reporting_unit"), "reporting_unit", pyarrow.nulls(len(rows)))
    assert peers(FAR, nobody).bodies == BODIES, "each file is a body where none is printed"
    one_body = pyarrow.array(["某局"] * len(rows))
    alone = rows.set_column(rows.schema.get_field_index("reporting_unit"), "reporting_unit", one_body)
    assert (peers(FAR, alone).bodies, peers(FAR, alone).outlier()) == (1, None)


def test_what_is_shown(out: Path) -> None:
    found = peers(OWN, out, examples=1, year=[2024, 2025])
    assert str(found).splitlines() == [
        "2025年培训人次：≥100人次（二级指标 11-数量指标）",
        "同类 40 条，来自 40 个单位；年度 2024、2025",
        "最低 91，第 5 百分位 92.95，下四分位 100.75，中位数 110.5，上四分位 120.25，第 95 百分位 128.05，最高 130（人次）",
        "低于本值 9 条（22%），相同 1 条（2%），高于本值 30 条（75%）",
        "符号：≥ 40",
        "在九成同类所设的范围之内",
        "  ≥110人次  培训费，某19局，2025，tables/19.json 第 1 张表 第 1 个项目 第 1 条指标",
    ]
    assert found.render("en").splitlines()[1:] == [
        "peers: 40, bodies: 40; years: 2024, 2025",
        "minimum: 91, 5th percentile: 92.95, lower quartile: 100.75, median: 110.5, upper quartile: 120.25, 95th percentile: 128.05, maximum: 130 (人次)",
        "less: 9 (22%); the same: 1 (2%); more: 30 (75%)",
        "operators: ≥ 40",
        "within what nine in ten peers set",
        "  ≥110人次  培训费, 某19局, 2025, tables/19.json, table 1, project 1, indicator 1",
    ]
    assert str(show(found, "en")) == found.render("en")
    html = show(found, "en")._repr_html_()
    for text in ("5th percentile", "92.95", "某19局", "within what nine in ten peers set"):
        assert text in html
    assert "≥110人次" in found._repr_html_()
    with pytest.raises(ValueError, match="lang"):
        found.render("de")


def test_peers_that_are_not_there_are_shown(out: Path) -> None:
    found = peers(Indicator("效益指标", None, "培训人次", annual="5期"), out)
    assert (found.count, found.median, found.share_equal, found.outlier(), found.examples) == (0, None, None, None, ())
    assert (
        str(found)
        == "培训人次：5期（没有二级指标，按一级指标 2-效益指标）\n同类 0 条，来自 0 个单位\n未计入：类别不同 40"
    )
    unknown = peers(Indicator(name="没有的指标", annual="5"), out)
    assert unknown.render("en") == "没有的指标: 5 (no category: by name alone)\npeers: 0, bodies: 0"
    assert "<table" not in show(unknown)._repr_html_()


def test_texts_of_a_dataset_do_nothing(rows: Any) -> None:
    bad = pyarrow.array(["<script>alert(1)</script>\x1b[31m\u202e"] * len(rows))
    for name in ("project", "file", "annual", "reporting_unit"):
        rows = rows.set_column(rows.schema.get_field_index(name), name, bad)
    found = peers(OWN, rows)
    assert found.bodies == 1
    assert "<script" not in found._repr_html_()
    assert not {"\x1b", "\u202e"} & set(str(found) + found._repr_html_())


@pytest.mark.parametrize("name", ["\ud800培训", "培训\x00人次", "名" * 5000], ids=["surrogate", "null", "long"])
def test_any_name_is_looked_up(name: str, out: Path) -> None:
    assert peers(Indicator(name=name, annual="5"), out).count == 0
    assert peers(OWN, out, exclude=[f"{name}.txt", TargetTable(unit=name)]).count == BODIES


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        (Indicator(annual="5次"), "指标没有名称"),
        (Indicator(name="培训", annual="大幅提升"), "“大幅提升”不是一个数"),
        (Indicator(name="培训", annual="5-6次"), "write a number such as ≥90%"),
        (Indicator(name="培训"), "不是一个数"),
        (Indicator(name="培训", whole_period="12月底前"), "不是一个数"),
    ],
)
def test_an_indicator_without_a_name_or_a_number_is_refused(indicator: Indicator, said: str, out: Path) -> None:
    with pytest.raises(ValueError, match=r".* / .*") as caught:
        peers(indicator, out)
    assert said in str(caught.value)


def test_other_arguments_are_refused(out: Path) -> None:
    wrong: list[tuple[type[Exception], Callable[[], object]]] = [
        (TypeError, lambda: peers("培训人次", out)),  # type: ignore[arg-type]
        (TypeError, lambda: peers(OWN, 5)),  # type: ignore[arg-type]
        (TypeError, lambda: peers(OWN, None)),  # type: ignore[arg-type]
        (TypeError, lambda: peers(OWN, out, exclude=5)),  # type: ignore[arg-type]
        (TypeError, lambda: peers(OWN, out, exclude=[Project("甲")])),  # type: ignore[list-item]
        (ValueError, lambda: peers(OWN, out, year="2024")),  # type: ignore[arg-type]
        (ValueError, lambda: peers(OWN, out, year=True)),
        (ValueError, lambda: peers(OWN, out, year=10**30)),
        (ValueError, lambda: peers(OWN, out, year=2024.0)),  # type: ignore[arg-type]
        (ValueError, lambda: peers(OWN, out, examples=-1)),
        (ValueError, lambda: peers(OWN, out, target="actual")),
    ]
    for kind, call in wrong:
        with pytest.raises(kind, match=r".* / .*"):
            call()


def _without(column: str) -> Callable[[Any], Any]:
    return lambda rows: rows.drop_columns([column])


def _version(rows: Any) -> Any:
    return rows.replace_schema_metadata({b"perfmodel.schema_version": b"2"})


def _double(rows: Any) -> Any:
    at = rows.schema.get_field_index("annual_number")
    return rows.set_column(at, "annual_number", rows["annual_number"].cast(pyarrow.float64()))


def _twice(rows: Any) -> Any:
    return rows.append_column("annual_op", rows["annual_op"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without("annual_op"), "annual_op"),
        (_without("indicator_folded"), "perfmodel check FOLDER --to parquet -o OUT"),
        (_version, "schema version 2"),
        (_double, "annual_number"),
        (_twice, "annual_op"),
    ],
    ids=["a column", "the name", "version", "double", "twice"],
)
def test_another_schema_is_refused_in_whichever_part(
    change: Callable[[Any], Any], said: str, out: Path, rows: Any, tmp_path: Path
) -> None:
    (tmp_path / "part-1.parquet").write_bytes((out / "indicators" / "part-00000001.parquet").read_bytes())
    parquet.write_table(change(rows), tmp_path / "part-2.parquet")
    with pytest.raises(DatasetError, match=r".* / .*") as caught:
        peers(OWN, tmp_path)
    assert "part-2.parquet" in str(caught.value)
    assert said in str(caught.value)
    with pytest.raises(DatasetError, match=r"pyarrow\.Table"):
        peers(OWN, change(rows))


def test_what_is_no_dataset_is_refused_by_name(out: Path, tmp_path: Path) -> None:
    sound = (out / "indicators" / "part-00000001.parquet").read_bytes()
    for name, data in {
        "empty": b"",
        "text": "绩效目标".encode(),
        "cut": sound[: len(sound) // 2],
        "head": b"PAR1" * 40,
    }.items():
        (tmp_path / name / "indicators").mkdir(parents=True)
        (tmp_path / name / "indicators" / "part-1.parquet").write_bytes(data)
        with pytest.raises(ValueError, match=r"part-1\.parquet.* / .*part-1\.parquet"):
            peers(OWN, tmp_path / name)
    broken = bytearray(sound)
    broken[200:4000] = os.urandom(3800)
    (tmp_path / "broken.parquet").write_bytes(broken)
    with pytest.raises(ValueError, match=r"broken\.parquet.* / "):
        peers(OWN, tmp_path / "broken.parquet")
    os.rename(tmp_path / "text" / "indicators", tmp_path / "text" / "other")
    for path, said in {
        tmp_path / "nowhere": "没有数据集",
        tmp_path / "text": r"没有 \.parquet 文件",
        out / "tables": "是数据集 tables，应为 indicators",
        tmp_path / "a\0b": "没有数据集",
    }.items():
        with pytest.raises(ValueError, match=rf"{said}.* / "):
            peers(OWN, path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.parquet")
        with pytest.raises(ValueError, match="not a regular file"):
            peers(OWN, tmp_path / "pipe.parquet")


def test_a_folder_is_opened_again_when_it_has_changed(out: Path, tmp_path: Path) -> None:
    for part in (out / "indicators").iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    first = opened(tmp_path)
    assert opened(str(tmp_path)) is first
    assert peers(OWN, tmp_path).count == BODIES
    (tmp_path / "part-00000002.parquet").unlink()
    os.utime(tmp_path, ns=(1, 1))
    assert peers(OWN, tmp_path).count == BODIES // 2


def test_a_large_dataset_is_read_by_batches(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = peers(OWN, out)
    monkeypatch.setattr(module, "_MOST_ROWS_HELD", 10)
    monkeypatch.setattr(module, "_ROWS_OF_BATCH", 7)
    module._OPENED.clear()
    assert peers(OWN, out) == found
    assert opened(out)._held is None
    module._OPENED.clear()


def _asked(dataset: object, **rules: str) -> Profile:
    plain = {"rules": {"V21": "hint", **rules}, "settings": {"V21": {"dataset": str(dataset)}}}
    return Profile.of("default").with_changes(plain, "own")


def test_the_rule_compares_a_table_with_others(out: Path) -> None:
    table = table_of("某5局", FAR, OWN, FAR)
    report = validate(table, _asked(out), select="V21")
    (found,) = report
    assert (found.code, found.severity, found.path) == ("V21", "hint", "projects[0].indicators[0].annual")
    assert found.message == (
        "“培训人次”的指标值“≥9000人次”高于九成同类所设的范围：39 个单位设了 39 条，不低于它的有 0 条，中间一半在 101.5人次 至 120.5人次 之间"
    )
    assert found.english.startswith(
        "the target value “≥9000人次” of “培训人次” is above what nine in ten peers set: of 39 from 39 bodies"
    )
    assert "V21" not in {one.code for one in validate(table, select="V,C")}
    assert len(validate(peer_tables()["tables/39.json"], _asked(out), select="V21")) == 1, "its own row is no peer"


def test_the_rule_looks_at_whatever_is_checked(out: Path) -> None:
    profile = _asked(out)
    assert [one.path for one in validate(FAR, profile, select="V21")] == ["annual"]
    assert [one.path for one in validate([OWN, FAR], profile, select="V21")] == ["indicators[1].annual"]
    assert [one.path for one in validate(Project("甲", indicators=[FAR]), profile, select="V21")] == [
        "indicators[0].annual"
    ]
    assert not validate(TargetTable(), profile, select="V21")


def test_what_is_wrong_with_the_dataset_is_a_finding(tmp_path: Path) -> None:
    table = table_of("某局", FAR, OWN)
    (found,) = validate(table, _asked(tmp_path / "nowhere"), select="V21")
    assert found.severity == "warning"
    assert "没有数据集" in found.message
    assert "nowhere" in found.english


def test_the_configuration_names_the_dataset(out: Path, tmp_path: Path) -> None:
    config = tmp_path / "perfmodel.toml"
    path = os.path.relpath(out, tmp_path)
    config.write_text(f"peers = '{path}'\n", encoding="utf-8")
    loaded = load_config(config)
    assert loaded.profile.severity("V21") == "hint"
    assert os.path.samefile(loaded.profile.settings_of("V21")["dataset"], out)
    assert [one.code for one in validate(table_of("某局", FAR), loaded.profile) if one.code == "V21"] == ["V21"]
    config.write_text(
        f"peers = '{path}'\nrules = {{V21 = 'off'}}\nsettings = {{V21 = {{least = 7}}}}", encoding="utf-8"
    )
    loaded = load_config(config)
    assert (loaded.profile.severity("V21"), loaded.profile.settings_of("V21")["least"], loaded.off) == (
        "off",
        7,
        ("V21",),
    )
    assert Config().profile.severity("V21") == "off"


@pytest.mark.parametrize(
    "wrong", ["peers = 5", "peers = ''", "peers = []", "peers = 'nowhere'", "rules = 5\npeers = 'x'"]
)
def test_a_wrong_dataset_is_reported_once_by_file_and_line(wrong: str, tmp_path: Path) -> None:
    config = tmp_path / "perfmodel.toml"
    config.write_text(wrong, encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        load_config(config)
    assert caught.value.line == 1
    assert "perfmodel.toml" in str(caught.value)


def test_check_on_the_command_line(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at in range(3):
        Path(f"{at}.yaml").write_text(table_of(f"某新{at}局", FAR).to_yaml(), encoding="utf-8")
    files = ["0.yaml", "1.yaml", "2.yaml", "--select", "V", "--format", "concise", "--lang", "en"]
    assert main(["check", *files]) == 0
    assert "V21" not in capsys.readouterr().out
    assert main(["check", "0.yaml", "--select", "V21", "--lang", "en"]) == 2
    assert "V21 needs a dataset" in capsys.readouterr().err
    assert main(["check", "0.yaml", "--select", "V21", "--to", "parquet", "-o", "new", "--lang", "en"]) == 2
    assert "V21 needs a dataset" in capsys.readouterr().err
    assert not Path("new").exists()
    Path("perfmodel.toml").write_text(f"peers = '{os.path.relpath(out)}'", encoding="utf-8")
    assert main(["check", *files, "--jobs", "2"]) == 0
    assert capsys.readouterr().out.count(" V21 ") == 3
    Path("perfmodel.toml").write_text("peers = 'NO'", encoding="utf-8")
    assert main(["check", *files]) == 2
    assert capsys.readouterr().err.count("there is no dataset") == 1


def test_the_command(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "peers",
        str(out),
        "2025年培训人次",
        "≥100人次",
        "--category",
        "数量指标",
        "--examples",
        "1",
        "--year",
        "2024",
        "--year",
        "2025",
    ]
    assert main(asked) == 0
    assert capsys.readouterr().out == peers(OWN, out, examples=1, year=[2024, 2025]).render() + "\n"
    assert main([*asked, "--exclude", "tables/03.json", "--lang", "en"]) == 0
    assert "not counted: of one's own table or body 1" in capsys.readouterr().out
    assert main(["peers", str(out), "培训人次", "0.01", "--unit", "万人次", "--category", "产出指标"]) == 0
    assert "没有二级指标，按一级指标 1-产出指标" in capsys.readouterr().out
    assert main(["peers", str(out), "培训人次", "5期", "--lang", "en"]) == 1
    assert "peers: 0, bodies: 0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["OUT", "培训人次", "大幅提升"], "is not one number"),
        (["OUT", "", "5次"], "no name"),
        (["nowhere", "培训人次", "5次"], "there is no dataset nowhere"),
        (["OUT", "培训人次", "5次", "--year", "24"], "expected a year of four digits"),
        (["OUT", "培训人次", "5次", "--examples", "-1"], "expected a whole number"),
    ],
)
def test_wrong_usage_of_the_command(
    arguments: list[str], said: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(out) if word == "OUT" else word for word in arguments]
    assert main(["peers", *given, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_nothing_is_imported_without_a_dataset() -> None:
    code = """
import sys, perfmodel
perfmodel.validate(perfmodel.Indicator("产出指标", "数量指标", "培训人次", annual="≥9000人次"), select="ALL")
print([name for name in sys.modules if "pyarrow" in name or "peer_targets" in name or "perfmodel.frames" in name])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_rules_are_as_they_were_for_others(out: Path) -> None:
    assert with_dataset("guangdong", "V06", str(out)) is Profile.of("guangdong")
    assert perfmodel.peers is peers
