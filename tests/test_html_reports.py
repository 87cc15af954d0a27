"""Reports as a page: what is on it, in which order, and what a large one leaves out and says so."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve, field, frozen

import perfmodel
from perfmodel import Finding, Indicator, Project, TargetTable, compare, validate
from perfmodel.checks.report import Report
from perfmodel.cli import main
from perfmodel.model.finding import SEVERITIES
from perfmodel.reports.counts import Counts
from perfmodel.reports.html import HtmlReport, html_file
from perfmodel.reports.own_output import is_own_output
from perfmodel.reports.results import Checked
from perfmodel.reports.rule_catalogue import entry_of
from tests.laws.test_html_pages import harmless_page

ROOT = Path(__file__).parent.parent
REAL = ROOT / "tests" / "tables" / "guangzhou-disability-employment.txt"
HAZARDS = ROOT / "tests" / "tables" / "hazards.txt"
FAULTY = """\
name: 会议费
goal: 召开全市残疾人就业工作会议2次，部署年度任务。
indicators:
- {level1: 产出指标, level2: 质量指标, name: 验收合格率, annual: ≥100%}
- {level1: 产出指标, level2: 数量指标, name: 会议次数, annual: ≥2次}
"""


@frozen
class Node:
    """An element of a page: its name, its attributes, what is in it."""

    name: str
    attributes: dict[str, str | None]
    children: list[Node | str] = field(factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str, class_: str = "") -> list[Node]:
        found: list[Node] = []
        for child in self.children:
            if not isinstance(child, str):
                if child.name == name and (not class_ or class_ in (child.attributes.get("class") or "").split()):
                    found.append(child)
                found += child.all(name, class_)
        return found


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.stack[-1].children.append(node)
        if tag not in ("meta", "col", "input", "br"):
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def tree_of(html: str) -> Node:
    harmless_page(html)
    tree = _Tree()
    tree.feed(html)
    return tree.stack[0]


def checked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["check", *map(str, arguments)])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_finding_stands_below_the_row_that_it_is_about(lang: str) -> None:
    report = validate(perfmodel.read(HAZARDS))
    tree = tree_of(report.to_html(lang=lang))
    found = tree.all("div", "pm-finding")
    assert sorted(finding.attributes["data-code"] or "" for finding in found) == sorted(one.code for one in report)
    shown = [(one.attributes["data-severity"], one.text) for one in found]
    for one in report:
        assert any(severity == one.severity and one.render(lang) in text for severity, text in shown)
    rows = [row for body in tree.all("tbody") for row in body.all("tr")]
    for before, row in pairwise(rows):
        if row.attributes.get("class") != "pm-found" or before.attributes.get("class") != "pm-row":
            continue
        indicator = re.search("第([0-9]+)个项目 第([0-9]+)条指标|project ([0-9]+), indicator ([0-9]+)", row.text)
        assert indicator is not None
        project, at = (int(number) - 1 for number in indicator.groups() if number is not None)
        assert report.obj is not None
        assert isinstance(report.obj, TargetTable)
        concerned = report.obj.projects[project].indicators[at]
        assert (concerned.name or concerned.printed or "").replace("\n", " ")[:10] in before.text


def test_the_cell_that_is_concerned_is_marked_with_place_and_suggestion() -> None:
    project = perfmodel.from_yaml(FAULTY)
    tree = tree_of(validate(project, select="V06").to_html())
    [cell] = tree.all("td", "pm-at-warning")
    assert (cell.attributes["data-label"], cell.text) == ("年度指标值", "≥100%")
    [finding] = tree.all("div", "pm-finding")
    assert "建议改为“=100%”" in finding.text
    assert "第1条指标 年度指标值" in finding.text


def test_the_place_in_the_file_is_the_cell_the_page_or_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    samples = ROOT / "tests" / "files" / "samples"
    for file, where in (
        (samples / "h26_department_headbelow_xlsxwriter.xlsx", "[^<>]*![A-Z]+[0-9]+"),
        (samples / "h02_targets_tianjin_weasyprint.pdf", "第[0-9]+页 表[0-9]+ 第[0-9]+行"),
        (HAZARDS, "第[0-9]+行第[0-9]+列"),
    ):
        _status, out, _err = checked(capsys, file, "--format", "html")
        places = [one.all("div", "pm-second")[-1].text for one in tree_of(out).all("div", "pm-finding")]
        assert any(re.fullmatch(f"第1个项目 .* · {where}.*", place) for place in places), places


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_the_words_of_its_rules_and_fields_to_filter_by(lang: str) -> None:
    report = validate(perfmodel.read(HAZARDS))
    tree = tree_of(report.to_html(lang=lang))
    for code in report.by_rule:
        [words] = [one for one in tree.all("div", "pm-rule") if one.attributes["id"] == f"rule-{code}"]
        assert words.attributes["data-code"] == code  # by which the words of rules are left out that nothing shows
        entry = entry_of(code)
        assert entry.title(lang) in words.text
        for text in entry.words(lang):
            assert text.replace("`", "") in words.text
    options = [option.attributes["value"] for option in tree.all("option")]
    assert options == ["", *report.by_rule]
    boxes = [box.attributes["data-severity"] for box in tree.all("input") if "data-severity" in box.attributes]
    assert boxes == [severity for severity in SEVERITIES if any(one.severity == severity for one in report)]
    # Without a script nobody can filter, and everything is there.
    [bar] = tree.all("div", "pm-filter")
    assert "hidden" in bar.attributes
    assert [node for node in tree.all("div") + tree.all("tr") if "hidden" in node.attributes] == [bar]
    assert tree.all("html")[0].attributes["lang"] == ("en" if lang == "en" else "zh-CN")
    for control in (*tree.all("select"), *tree.all("input")):
        labelled = control.attributes.get("aria-label") or any(control in label.children for label in tree.all("label"))
        assert labelled


def test_of_a_small_table_all_rows_are_shown_and_of_a_large_one_those_with_findings() -> None:
    table = perfmodel.read(REAL)
    assert len(tree_of(validate(table).to_html()).all("tr", "pm-row")) == 52
    many = _repeated(table, 30)
    report = validate(many, select="V12")
    tree = tree_of(report.to_html())
    rows = tree.all("tr", "pm-row")
    assert len(rows) == len(tree.all("tr", "pm-found")) == len(report) < 52 * 30
    text = tree.text
    clean_projects = 10 * 30 - len({one.path.split(".")[0] for one in report})
    assert f"未列出：没有发现问题的 {clean_projects:,} 个项目、没有发现问题的 {52 * 30 - len(report):,} 条指标" in text
    assert "只列出有问题的行" in text


def _repeated(table: TargetTable, times: int) -> TargetTable:
    return TargetTable(table.title, table.unit, table.currency_unit, projects=[*table.projects] * times)


def test_a_very_long_report_is_bounded_and_says_what_is_left_out() -> None:
    table = _repeated(perfmodel.read(REAL), 300)
    findings = [
        Finding("V12", "hint" if at % 10 else "error", "计量单位不相称", f"projects[{at % 3000}].indicators[0].annual")
        for at in range(9000)
    ]
    page = Report(findings, obj=table).to_html(lang="en")
    tree = tree_of(page)
    shown = tree.all("div", "pm-finding")
    assert len(shown) == 2000
    assert sum(one.attributes["data-severity"] == "error" for one in shown) == 900
    assert "7,000 more findings (the graver are shown first)" in tree.text
    assert len(page.encode()) < 3_000_000


def test_a_report_of_a_thousand_findings_is_small() -> None:
    table = _repeated(perfmodel.read(REAL), 60)
    report = validate(table)
    assert len(report) >= 1000
    thousand = evolve(report, findings=report[:1000])
    assert len(thousand.to_html().encode()) < 2_000_000


def test_files_are_listed_the_worst_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    (folder / "a.yaml").write_text("name: 率\nlevel1: 产出指标\nlevel2: 数量指标\nannual: ≥2次\n", encoding="utf-8")
    (folder / "b.yaml").write_text(FAULTY, encoding="utf-8")
    (folder / "c.txt").write_bytes(HAZARDS.read_bytes())
    (folder / "d.yaml").write_text("a: [", encoding="utf-8")
    out = tmp_path / "报告.html"
    status, written, _err = checked(capsys, folder, "-o", out)
    assert (status, written) == (2, "")
    tree = tree_of(out.read_text("utf-8"))
    [listed] = [section for section in tree.all("section") if section.attributes.get("id") == "files"]
    names = [row.all("th")[0].text for row in listed.all("tbody")[0].all("tr")]
    assert [Path(name).name for name in names] == ["d.yaml", "c.txt", "b.yaml", "a.yaml"]
    assert "YAML" in listed.all("tbody")[0].all("tr")[0].text
    sections = tree.all("section", "pm-file")
    assert [Path(section.all("h2")[0].text).name for section in sections] == ["c.txt", "b.yaml", "a.yaml"][
        : len(sections)
    ]
    links = [link.attributes["href"] for link in listed.all("a")]
    assert links == [f"#{section.attributes['id']}" for section in sections]
    # However many work on it, it is the same.
    for jobs in ("1", "2"):
        assert checked(capsys, folder, "--jobs", jobs, "--format", "html")[1] == out.read_text("utf-8")


def test_one_file_that_cannot_be_read_leads_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "坏.yaml").write_text("{", encoding="utf-8")
    assert main(["check", str(tmp_path / "坏.yaml"), "--format", "html"]) == 2
    page = capsys.readouterr().out
    assert "坏.yaml" in harmless_page(page)
    assert not tree_of(page).all("a")


def test_a_report_in_the_folder_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.yaml").write_text(FAULTY, encoding="utf-8")
    pages = []
    for _again in range(2):
        checked(capsys, tmp_path, "-o", tmp_path / "报告.html")
        pages.append((tmp_path / "报告.html").read_text("utf-8"))
    assert pages[0] == pages[1]
    _status, _out, err = checked(capsys, tmp_path, "--lang", "en")
    assert "报告.html: a report of an earlier run, not checked" in err
    assert is_own_output(tmp_path / "报告.html")
    compare(Project("甲"), Project("乙")).to_html(tmp_path / "对比.html")
    assert is_own_output(tmp_path / "对比.html")


def test_each_table_of_a_file_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "两.yaml"
    path.write_text(f"{FAULTY}---\n{FAULTY.replace('会议费', '培训费')}", encoding="utf-8")
    _status, out, _err = checked(capsys, path, "--format", "html", "--select", "V06")
    tree = tree_of(out)
    parts = tree.all("div", "pm-part")
    assert [part.all("h3")[0].text for part in parts] == ["第 1 张表", "第 2 张表"]
    assert [("会议费" in part.text, "培训费" in part.text) for part in parts] == [(True, False), (False, True)]
    assert [len(part.all("div", "pm-finding")) for part in parts] == [1, 1]
    assert all("建议改为“=100%”" in part.text for part in parts)


def test_severity_leaves_out_what_is_less_grave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "两.yaml"
    path.write_text(f"{FAULTY}---\n{FAULTY}", encoding="utf-8")
    every = tree_of(checked(capsys, path, "--format", "html")[1]).all("div", "pm-finding")
    grave = tree_of(checked(capsys, path, "--format", "html", "--severity", "warning")[1]).all("div", "pm-finding")
    kept = [one.text for one in every if one.attributes["data-severity"] != "hint"]
    assert [one.text for one in grave] == kept
    assert 0 < len(grave) < len(every)


@pytest.mark.parametrize(
    "arguments",
    [
        ["-o", "out.html", "--format", "json"],
        ["-o", "out.txt", "--format", "html"],
        ["--statistics", "--format", "html"],
    ],
)
def test_what_contradicts_itself_is_refused(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.yaml").write_text(FAULTY, encoding="utf-8")
    status, out, err = checked(capsys, "b.yaml", *arguments)
    assert (status, out) == (2, "")
    assert err


def test_pages_are_written_and_not_through_links(tmp_path: Path) -> None:
    report = validate(Project("会议费"))
    assert report.to_html(tmp_path / "a.html") == (tmp_path / "a.html").read_text("utf-8") == report.to_html()
    (tmp_path / "link.html").symlink_to(tmp_path / "a.html")
    for obj in (report, compare(Project("甲"), Project("乙"))):
        with pytest.raises(OSError, match="符号链接"):
            obj.to_html(tmp_path / "link.html")
        with pytest.raises(ValueError):
            obj.to_html(lang="de")


def test_a_comparison_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "旧.yaml", tmp_path / "新.yaml"
    old.write_text(FAULTY, encoding="utf-8")
    new.write_text(FAULTY.replace("≥2次", "≥3次"), encoding="utf-8")
    assert main(["diff", str(old), str(new), "--format", "html", "--lang", "en"]) == 1
    page = capsys.readouterr().out
    tree = tree_of(page)
    assert "≥2次" in tree.text
    assert "≥3次" in tree.text
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / "out.html"), "--lang", "en"]) == 1
    assert (tmp_path / "out.html").read_text("utf-8") == page
    assert main(["diff", str(old), str(new), "-o", str(old)]) == 2
    assert old.read_text("utf-8") == FAULTY
    assert main(["diff", str(old), str(old), "--format", "html"]) == 0
    assert "没有不同" in capsys.readouterr().out


def test_a_report_of_any_object() -> None:
    for obj in (Indicator(name="率"), Project("会议费"), TargetTable("表"), Indicator(printed="坏", reason="不像指标")):
        report = validate(obj)
        tree = tree_of(report.to_html())
        assert len(tree.all("div", "pm-finding")) == len(report)
    listed = Report([Finding("S02", "error", "没有指标"), Finding("X0-1", "hint", "别的")])
    assert len(tree_of(listed.to_html()).all("div", "pm-finding")) == 2


def test_of_very_many_files_the_worst_are_shown_and_the_others_named() -> None:
    held: list[str] = []

    def put(text: str) -> int:
        held.append(text)
        return len(held) - 1

    report, counts = HtmlReport(put, held.__getitem__, "en"), Counts()
    table = _repeated(perfmodel.read(REAL), 20)
    for at in range(30):
        found = validate(evolve(table, title=f"table {at}"))
        file = Checked(f"{at}.txt", evolve(found, findings=found[: 10 * (at + 1)]))
        report.add(html_file(file, at, "en"))
        counts.add(file.counts)
    page = "".join(report.pieces(counts))
    tree = tree_of(page)
    sections = [section.all("h2")[0].text for section in tree.all("section", "pm-file")]
    assert sections == [f"{at}.txt" for at in range(29, 29 - len(sections), -1)]
    assert len(sections) < 30
    assert f"{30 - len(sections)} more files, with fewer findings, are not shown here" in tree.text
    rows = tree.all("section")[0].all("tbody")[0].all("tr")
    assert len(rows) == 30
    assert ["too much to show here" in row.text for row in rows] == [at >= len(sections) for at in range(30)]
    assert len(page.encode()) < 3_500_000
