"""Many small files of bodies that do not exist: string-table texts, workbooks and PDFs, each body in two years.

    python -m tests.benchmarks.many_files FOLDER 20000

Of 100 files about 80 are texts in Guangdong's printed form, 15 workbooks (the three official layouts; one in ten is a form drawn at
random by ``tests/drawn_forms.py``) and 5 PDFs with a form on each page. Most tables have one project of about eight indicators.

A file depends on its number and the seed alone. Files 2n and 2n + 1 are the same body and the same projects in 2024 and 2025: of
the targets about a quarter are raised and a seventh lowered, and half of the goals repeat the numbers of the year before. In three
of a hundred texts the sum is wrong, in three a value is damaged; three of a hundred projects have an indicator twice.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path

import xlsxwriter
from attrs import evolve, frozen
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from perfmodel import Funding, Indicator, Project, Section, TargetTable
from perfmodel.files.document import Document, Grid
from perfmodel.spreadsheets.xlsx import xlsx_bytes
from perfmodel.strings.render import render_table
from tests.benchmarks.many_projects import CITIES, DEPARTMENTS, DISTRICTS, KINDS, Aim, Kind
from tests.drawn_forms import draw_form
from tests.drawn_pdf import Drawn, Style, Table, draw_line, draw_table, plain_font, text_width, wrapped
from tests.tutorial_samples import with_spans

__all__ = ["SEED", "YEARS", "MixedFile", "mixed_file", "mixed_files", "table_of", "write_files"]

SEED = 20_260_101
YEARS = (2024, 2025)
# Of 100 files; the others are PDFs.
TEXTS, WORKBOOKS = 80, 15
RANDOM_FORMS = 0.1
FAULTS = 0.03
RAISED, LOWERED = 0.25, 0.14
LINE_WIDTHS = (64, 64, 70, 80)
PDF_WIDTHS = [75.0, 100.0, 195.0, 115.0]
PDF_SIZE = 9.0
FILES_OF_A_TASK = 100


@frozen
class MixedFile:
    """A file: its path below the folder, and its bytes."""

    name: str
    data: bytes


# ---- what the tables say ----


def _place_of(body: int) -> tuple[str, str, str]:
    """Return the city, the department and the whole name of a body: all departments of a district, then the next district."""
    rest, department = divmod(body, len(DEPARTMENTS))
    rest, district = divmod(rest, len(DISTRICTS))
    again, city = divmod(rest, len(CITIES))
    place = f"{CITIES[city]}{DISTRICTS[district]}" + (f"第{again + 1}片区" if again else "")
    return CITIES[city], DEPARTMENTS[department], place + DEPARTMENTS[department]


def table_of(number: int, seed: int = SEED) -> TargetTable:
    """Return the table that file ``number`` is written from.

    >>> [(one.year, one.projects[0].name, one.projects[0].spender) for one in map(table_of, range(2))]
    [(2024, '残疾人职业技能培训', '东江市云溪区残疾人联合会'), (2025, '残疾人职业技能培训', '东江市云溪区残疾人联合会')]
    """
    body, at = divmod(number, len(YEARS))
    _city, department, name = _place_of(body)
    rng = random.Random(f"{seed} {body}")
    own = [kind for kind in KINDS if kind.department == department]
    others = [kind for kind in KINDS if kind.department is None]
    chosen = [*own, *others][: rng.choices((1, 2, 3), (85, 10, 5))[0]]
    style, in_yuan = rng.randrange(3), rng.random() < 0.15
    projects = [_project(rng, kind, at, name, style, in_yuan) for kind in chosen]
    unit = "元" if in_yuan else "万元"
    return TargetTable("项目支出绩效目标表", year=YEARS[at], currency_unit=unit, projects=projects)


def _project(rng: random.Random, kind: Kind, at: int, body: str, style: int, in_yuan: bool) -> Project:
    """Return a project in one of its years: draws the same numbers for both, so that they belong together."""
    first = [_value(rng, aim) for aim in kind.aims]
    later = [_year_after(rng, aim, value) for aim, value in zip(kind.aims, first, strict=True)]
    values = later if at else first
    places = sorted({0, *rng.sample(range(len(kind.aims)), rng.randint(len(kind.aims) - 2, len(kind.aims)))})
    yuan = values[0] * rng.randint(*kind.cost)
    amount = Decimal(f"{yuan}.00" if in_yuan else f"{yuan / 10_000:.2f}")
    is_copied, is_old, is_twice = rng.random() < 0.4, rng.random() < 0.5, rng.random() < FAULTS
    goal = kind.goal if is_copied else kind.goal_with.format((first if is_old else values)[0])
    indicators = [_indicator(kind.aims[place], values[place], YEARS[at], style) for place in places]
    return Project(
        kind.name,
        department=body,
        spender=body,
        goal=goal,
        funding=Funding(amount, amount),
        indicators=indicators + indicators[:1] * is_twice,
    )


def _value(rng: random.Random, aim: Aim) -> int:
    """Return the number of a target, as round as people choose it."""
    if aim.how == "all":
        return 100 if rng.random() * 100 < aim.low else rng.choice((90, 95, 98))
    step = int(10 ** max(0, len(str(aim.high)) - 2))
    return max(aim.low, rng.randint(aim.low, aim.high) // step * step)


def _year_after(rng: random.Random, aim: Aim, value: int) -> int:
    """Return next year's number: mostly the same, sometimes more demanding, sometimes less."""
    chance = rng.random()
    if aim.how not in ("least", "most"):
        return value
    step = max(1, value // 10) * (-1 if aim.how == "most" else 1)
    changed = value + step if chance < RAISED else value - step if chance < RAISED + LOWERED else value
    return min(max(changed, 1), 99) if aim.unit == "%" else max(changed, 1)


def _indicator(aim: Aim, value: int, year: int, style: int) -> Indicator:
    level1, level2 = aim.levels
    target = _target(aim, value, year, style)
    return Indicator(level1=level1, level2=level2, name=aim.name, annual=target, whole_period=target)


def _target(aim: Aim, value: int, year: int, style: int) -> str:
    """Return a target as one of three styles prints it."""
    if aim.how == "words":
        words = aim.unit.split("|")
        return words[value % len(words)]
    if aim.how == "by":
        return (f"{year}年{value}月底前", f"{value}月底前", f"{year}年{value}月前")[style]
    number = f"{value}{aim.unit}"
    if aim.how == "least":
        return (f"≥{number}", f"{number}或以上", f"不少于{number}")[style]
    if aim.how == "most":
        return (f"≤{number}", f"{number}或以下", f"不超过{number}")[style]
    return (f"={number}", number, number)[style]


# ---- the files ----


def _text(table: TargetTable, rng: random.Random) -> bytes:
    """A published text: the sum, a row for the body, its projects."""
    body = table.projects[0].spender or ""
    projects = [evolve(one, spender=None, department=None) for one in table.projects]
    total = sum(one.funding.total or 0 for one in projects)
    money = Funding(total, total)
    whole = evolve(
        table,
        title=f"{table.year}年{table.title}",
        year=None,
        unit=body,
        total=Funding(total + (rng.random() < FAULTS), total),
        sections=[Section(body, money, projects)],
    )
    text = render_table(whole, rng.choice(LINE_WIDTHS))
    return (text.replace("00%", "工0%", 2) if rng.random() < FAULTS else text).encode()


def _workbook(table: TargetTable, rng: random.Random) -> bytes:
    """An official layout, or a form drawn at random."""
    if rng.random() < RANDOM_FORMS:
        return _workbook_of(draw_form(rng)[0])
    layout = rng.choice((1, 2, 2, 2, 3, 3))
    if layout == 1:  # it has no place for a year or a department
        projects = [evolve(one, department=None) for one in table.projects]
        table = evolve(
            table,
            title=f"{table.year}年{table.title}",
            year=None,
            unit=projects[0].spender or "",
            sections=[Section(projects=projects)],
        )
    return xlsx_bytes(table, layout)


def _workbook_of(document: Document) -> bytes:
    """The grids and lines of a document on one sheet."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, row = book.add_worksheet(), 0
    for block in document.blocks:
        if not isinstance(block, Grid):
            sheet.write_string(row, 0, block.text)
            row += 1
            continue
        for cell in block.cells:
            first, last = (
                (row + cell.row, cell.column),
                (row + cell.row + cell.row_span - 1, cell.column + cell.column_span - 1),
            )
            if first == last:
                sheet.write_string(*first, cell.text)
            else:
                sheet.merge_range(*first, *last, cell.text)
        row += block.rows
    book.close()
    return stream.getvalue()


def _pdf(table: TargetTable, rng: random.Random) -> bytes:
    """A form with all its rules on each page."""
    stream, style = BytesIO(), Style(font=plain_font)
    canvas = Canvas(stream, pagesize=A4, pageCompression=1, invariant=1)
    for project in table.projects:
        for text, y, size in ((table.title, 800, 14), (f"（{table.year}年度）", 782, 10)):
            draw_line(canvas, text, (A4[0] - text_width(text, size)) / 2, y, size, style)
        cells = sorted(_pdf_cells(project, table.currency_unit or "万元"), key=lambda cell: (cell.row, cell.column))
        heights = [20.0] * (1 + max(cell.row for cell in cells))
        for cell in cells:
            lines = len(wrapped(cell.text, sum(PDF_WIDTHS[cell.column : cell.column + cell.column_span]), PDF_SIZE))
            if cell.row_span == 1:
                heights[cell.row] = max(heights[cell.row], 8 + 1.3 * PDF_SIZE * lines)
        draw_table(canvas, Table(cells, PDF_WIDTHS, heights, PDF_SIZE), 55, 770, style)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _pdf_cells(project: Project, unit: str) -> Iterator[Drawn]:
    total = str(project.funding.total)
    labels = [("项目名称", project.name), ("主管部门", project.department), ("实施单位", project.spender), (f"年度资金总额（{unit}）", total), ("年度总体目标", project.goal)]  # fmt: skip
    for row, (label, value) in enumerate(labels):
        yield from (Drawn(row, 0, label), Drawn(row, 1, value or "", 1, 3))
    yield from (Drawn(len(labels), at, head) for at, head in enumerate(("一级指标", "二级指标", "三级指标", "指标值")))
    rows = [
        [level.name if level else "" for level in (one.level1, one.level2)]
        + [one.name, one.annual.text if one.annual else ""]
        for one in project.indicators
    ]
    yield from with_spans(rows, len(labels) + 1)


def mixed_file(number: int, seed: int = SEED) -> MixedFile:
    """Return file ``number``.

    >>> [mixed_file(number).name for number in (0, 1, 24)]
    ['2024/东江市/云溪区残疾人联合会.txt', '2025/东江市/云溪区残疾人联合会.txt', '2024/东江市/城中区残疾人联合会.txt']
    """
    rng = random.Random(f"{seed} file {number}")
    table = table_of(number, seed)
    city, _department, body = _place_of(number // len(YEARS))
    kind = rng.randrange(100)
    if kind < TEXTS:
        ending, data = "txt", _text(table, rng)
    elif kind < TEXTS + WORKBOOKS:
        ending, data = "xlsx", _workbook(table, rng)
    else:
        ending, data = "pdf", _pdf(table, rng)
    return MixedFile(f"{table.year}/{city}/{body.removeprefix(city)}.{ending}", data)


def mixed_files(count: int, seed: int = SEED) -> Iterator[MixedFile]:
    """Yield the first ``count`` files."""
    return (mixed_file(number, seed) for number in range(count))


def _write_some(folder: Path, seed: int, numbers: Sequence[int]) -> None:
    for number in numbers:
        file = mixed_file(number, seed)
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def write_files(folder: str | Path, count: int, seed: int = SEED, jobs: int = 1) -> None:
    """Write the first ``count`` files below a folder; with several ``jobs`` in as many processes."""
    tasks = [range(start, min(start + FILES_OF_A_TASK, count)) for start in range(0, count, FILES_OF_A_TASK)]
    write = partial(_write_some, Path(folder), seed)
    if jobs == 1 or len(tasks) == 1:
        for task in tasks:
            write(task)
        return
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(write, tasks))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.many_files", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folder")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    write_files(arguments.folder, arguments.count, arguments.seed, arguments.jobs)
