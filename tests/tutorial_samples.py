"""Make the files of the tutorial on self-evaluations: what a county bureau and a library promised for a year, and what they report.

    python -m tests.tutorial_samples

The bodies do not exist; the forms are the official ones. `SEEDED` says what was changed between plan and result.
"""

from __future__ import annotations

import csv
import datetime
import io
from itertools import groupby
from pathlib import Path

import xlsxwriter
from attrs import frozen
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests import workbooks
from tests.drawn_pdf import Drawn, Style, Table, draw_line, draw_table, plain_font, text_width, wrapped

FOLDER = Path(__file__).parent.parent / "docs" / "tutorial" / "year-2024"
SIZE = 9.5
# What was changed: the project, the kind of change, what it is about.
SEEDED = [
    ("农村公路日常养护", "lowered", "养护里程"),
    ("农村公路桥梁安全检测", "weight", "检测桥梁数量"),
    ("农村公路桥梁安全检测", "dropped", "群众举报办结率"),
    ("农村交通安全宣传", "money", "资金"),
    ("农村交通安全宣传", "renamed", "宣传覆盖人数"),
]


@frozen
class Row:
    """An indicator of both forms; the last four are the result's, with its target and weight where they are others."""

    level1: str
    level2: str
    name: str
    target: str
    weight: str
    actual: str
    score: str
    deviation: str = ""
    result_name: str | None = None
    result_target: str | None = None
    result_weight: str | None = None
    is_dropped: bool = False


@frozen
class Form:
    """A project: its budget and goal as approved, its execution as reported."""

    name: str
    body: str
    budget: str
    goal: str
    rows: list[Row]
    initial: str
    revised: str
    executed: str
    rate: str
    rate_score: str
    total: str
    goal_actual: str


COUNT, QUALITY, TIME, COST = (("产出指标", f"{word}指标") for word in ("数量", "质量", "时效", "成本"))
SOCIAL, LASTING = ("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标")
CONTENT = ("满意度指标", "服务对象满意度指标")
BUREAU = "某县交通运输局"
ROADS = [
    Form("农村公路日常养护", BUREAU, "120.00", "养护农村公路150公里，验收合格率95%以上，惠及沿线群众2万人。", [
        Row(*COUNT, "养护里程", "≥150公里", "20", "142公里", "20", result_target="≥130公里"),
        Row(*QUALITY, "养护工程验收合格率", "≥95%", "15", "96.5%", "15"),
        Row(*TIME, "养护任务完成时间", "2024年11月底前", "10", "2024年11月18日", "10", result_target="11月30日前"),
        Row(*COST, "每公里养护成本", "≤8000元", "10", "0.78万元", "10"),
        Row(*SOCIAL, "惠及沿线群众人数", "≥2万人", "25", "21300人", "25", result_target="≥20000人"),
        Row(*CONTENT, "沿线群众满意度", "≥90%", "10", "87%", "9.67", "两处路段施工绕行时间较长，今后错峰施工。"),
    ], "120.00", "120.00", "114.00", "95.00%", "9.5", "99.17", "养护农村公路142公里，惠及沿线群众21300人。"),
    Form("农村公路桥梁安全检测", BUREAU, "36.00", "完成45座农村公路桥梁的安全检测，及时消除隐患。", [
        Row(*COUNT, "检测桥梁数量", "≥45座", "25", "40座", "35", result_weight="35"),
        Row(*QUALITY, "检测报告合格率", "=100%", "15", "100%", "15"),
        Row(*TIME, "检测完成时间", "2024年9月底前", "10", "2024年9月25日", "10"),
        Row(*SOCIAL, "桥梁安全责任事故次数", "0次", "20", "未发生", "20"),
        Row(*SOCIAL, "群众举报办结率", "≥98%", "10", "", "", is_dropped=True),
        Row(*CONTENT, "服务对象满意度", "≥85%", "10", "91%", "10"),
    ], "36.00", "36.00", "36.00", "100.00%", "10", "100.00", "桥梁安全检测全部完成。"),
    Form("农村交通安全宣传", BUREAU, "15.00", "开展交通安全宣传12场次以上，提高群众交通安全意识。", [
        Row(*COUNT, "开展宣传活动场次", "≥12场次", "20", "14场次", "20"),
        Row(*COUNT, "发放宣传材料份数", "≥8000份", "10", "12000份", "10"),
        Row(*TIME, "宣传活动完成时间", "2024年12月底前", "10", "2024年12月", "10"),
        Row(*COST, "宣传总成本", "≤15万元", "10", "11.4万元", "10"),
        Row(*SOCIAL, "惠及群众人数", "≥3万人", "20", "31000人", "20", result_name="宣传覆盖人数"),
        Row(*LASTING, "交通安全宣传机制", "逐步健全", "10", "基本达成目标", "9"),
        Row(*CONTENT, "群众满意度", "≥90%", "10", "93%", "10"),
    ], "12.00", "12.00", "11.40", "98.00%", "9.8", "98.80", "开展交通安全宣传14场次。"),
]  # fmt: skip
LIBRARY = [
    Form("图书购置", "某县图书馆", "48.00", "新购图书1.2万册，丰富馆藏。", [
        Row(*COUNT, "新购图书册数", "≥12000册", "30", "12150册", "30"),
        Row(*QUALITY, "图书验收合格率", "≥98%", "20", "99.2%", "20"),
        Row(*SOCIAL, "读者到馆人次", "≥60000人次", "30", "54000人次", "27", "暑期闭馆改造一个月。"),
        Row(*CONTENT, "读者满意度", "≥90%", "10", "95%", "10"),
    ], "48.00", "48.00", "48.00", "100.00%", "10", "97.00", "新购图书12150册。"),
    Form("全民阅读活动", "某县图书馆", "9.60", "举办阅读活动24场次。", [
        Row(*COUNT, "举办阅读活动场次", "≥24场次", "40", "", ""),
        Row(*SOCIAL, "参加活动人次", "≥3000人次", "40", "", ""),
        Row(*CONTENT, "读者满意度", "≥90%", "10", "", ""),
    ], "", "", "", "", "", "", ""),
]  # fmt: skip


def with_spans(rows: list[list[str]], first: int) -> list[Drawn]:
    """Return the cells of indicators from row ``first`` on, with the levels merged over the rows that share them."""
    cells = [Drawn(first + at, 2 + c, text) for at, row in enumerate(rows) for c, text in enumerate(row[2:])]
    for column in (0, 1):
        at = first
        for key, same in groupby(rows, key=lambda row: row[: column + 1]):
            count = len(list(same))
            cells.append(Drawn(at, column, key[column], count))
            at += count
    return cells


def plan_cells(form: Form) -> list[Drawn]:
    """Return the cells of a form of approved targets, five columns wide."""
    rows = [[one.level1, one.level2, one.name, one.target, one.weight] for one in form.rows]
    return [
        Drawn(0, 0, "项目名称"), Drawn(0, 1, form.name, 1, 4),
        Drawn(1, 0, "主管部门"), Drawn(1, 1, form.body), Drawn(1, 2, "实施单位"), Drawn(1, 3, form.body, 1, 2),
        Drawn(2, 0, "项目资金（万元）", 2), Drawn(2, 1, "年度资金总额", 1, 2), Drawn(2, 3, form.budget, 1, 2),
        Drawn(3, 1, "其中：财政拨款", 1, 2), Drawn(3, 3, form.budget, 1, 2),
        Drawn(4, 0, "年度总体目标"), Drawn(4, 1, form.goal, 1, 4),
        *(Drawn(5, column, head) for column, head in enumerate(["一级指标", "二级指标", "三级指标", "指标值", "权重"])),
        *with_spans(rows, 6),
    ]  # fmt: skip


def result_cells(form: Form) -> list[Drawn]:
    """Return the cells of a self-evaluation, eight columns wide."""
    rows = [
        [
            one.level1, one.level2, one.result_name or one.name, one.result_target or one.target, one.actual,
            one.result_weight or one.weight, one.score, one.deviation,
        ]
        for one in form.rows
        if not one.is_dropped
    ]  # fmt: skip
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    money = [form.initial, form.revised, form.executed, "10", form.rate, form.rate_score]
    last = 8 + len(rows)
    return [
        Drawn(0, 0, "项目名称"), Drawn(0, 1, form.name, 1, 7),
        Drawn(1, 0, "主管部门"), Drawn(1, 1, form.body, 1, 3), Drawn(1, 4, "实施单位"), Drawn(1, 5, form.body, 1, 3),
        Drawn(2, 0, "项目资金（万元）", 3), Drawn(2, 1, ""),
        *(Drawn(2, at, head) for at, head in enumerate(["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"], 2)),
        Drawn(3, 1, "年度资金总额"), *(Drawn(3, at, text) for at, text in enumerate(money, 2)),
        Drawn(4, 1, "其中：当年财政拨款"), *(Drawn(4, at, text) for at, text in enumerate([*money[:3], "—", "—", "—"], 2)),
        Drawn(5, 0, "年度总体目标", 2), Drawn(5, 1, "预期目标", 1, 3), Drawn(5, 4, "实际完成情况", 1, 4),
        Drawn(6, 1, form.goal, 1, 3), Drawn(6, 4, form.goal_actual, 1, 4),
        *(Drawn(7, column, head) for column, head in enumerate(heads)),
        *with_spans(rows, 8),
        Drawn(last, 0, "总分", 1, 5), Drawn(last, 5, "100"), Drawn(last, 6, form.total), Drawn(last, 7, ""),
    ]  # fmt: skip


def plan_pdf(forms: list[Form]) -> bytes:
    """Return the PDF of an approved budget: its first page, then a form a page."""
    file, style = io.BytesIO(), Style(font=plain_font)
    canvas = Canvas(file, pagesize=A4, pageCompression=1, invariant=1)

    def middle(text: str, y: float, size: float) -> None:
        draw_line(canvas, text, (A4[0] - text_width(text, size)) / 2, y, size, style)

    middle(f"{BUREAU}2024年部门预算", 560, 22)
    middle("附：项目支出绩效目标表", 520, 14)
    canvas.showPage()
    widths = [80.0, 105, 130, 115, 55]
    for form in forms:
        middle("项目支出绩效目标表", 790, 16)
        middle("（2024年度）", 770, 10)
        cells = sorted(plan_cells(form), key=lambda cell: (cell.row, cell.column))
        heights = [24.0] * (1 + max(cell.row for cell in cells))
        for cell in cells:
            width = sum(widths[cell.column : cell.column + cell.column_span])
            lines = len(wrapped(cell.text, width, SIZE))
            if cell.row_span == 1:
                heights[cell.row] = max(heights[cell.row], 12 + 1.3 * SIZE * lines)
        draw_table(canvas, Table(cells, widths, heights, SIZE), 55, 755, style)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def result_xlsx(forms: list[Form]) -> bytes:
    """Return a workbook with a sheet for each project."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2025, 3, 1, tzinfo=datetime.timezone.utc)})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    plain = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    for form in forms:
        sheet = book.add_worksheet(form.name)
        for column, width in enumerate([16, 18, 22, 16, 16, 10, 10, 26]):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, 7, "项目支出绩效自评表", title)
        sheet.merge_range(1, 0, 1, 7, "（2024年度）", book.add_format({"align": "center"}))
        for cell in result_cells(form):
            row, last = cell.row + 2, (cell.row + cell.row_span + 1, cell.column + cell.column_span - 1)
            if (row, cell.column) == last:
                sheet.write_string(row, cell.column, cell.text, plain)
            else:
                sheet.merge_range(row, cell.column, *last, cell.text, plain)
    book.close()
    return file.getvalue()


def plan_docx(forms: list[Form]) -> bytes:
    """Return a Word document with a table for each project."""
    border = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right"))
    parts = []
    for form in forms:
        cells = plan_cells(form)
        rows = []
        for at in range(1 + max(cell.row for cell in cells)):
            texts = []
            covering = [cell for cell in cells if cell.row <= at < cell.row + cell.row_span]
            for cell in sorted(covering, key=lambda cell: cell.column):
                merged = '<w:vMerge w:val="restart"/>' if cell.row == at else "<w:vMerge/>"
                properties = f'<w:gridSpan w:val="{cell.column_span}"/>' + (merged if cell.row_span > 1 else "")
                text = cell.text if cell.row == at else ""
                texts.append(workbooks.cell(text, f"{properties}<w:tcBorders>{border}</w:tcBorders>"))
            rows.append(workbooks.row(*texts))
        parts += [
            workbooks.paragraph("项目支出绩效目标表"),
            workbooks.paragraph("（2024年度）"),
            workbooks.table(*rows),
        ]
    return workbooks.document("".join(parts))


def result_csv(form: Form) -> bytes:
    """Return a self-evaluation as a spreadsheet program saves it as CSV: what is merged stands in its first cell."""
    cells = result_cells(form)
    rows = [[""] * 8 for _ in range(1 + max(cell.row for cell in cells))]
    for cell in cells:
        rows[cell.row][cell.column] = cell.text
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([["项目支出绩效自评表"] + [""] * 7, ["（2024年度）"] + [""] * 7, *rows])
    return file.getvalue().encode("utf-8-sig")


def samples() -> dict[str, bytes]:
    """Return the files by their paths below ``FOLDER``."""
    return {
        "plans/transport.pdf": plan_pdf(ROADS),
        "plans/library.docx": plan_docx(LIBRARY),
        "results/transport.xlsx": result_xlsx(ROADS),
        "results/library.csv": result_csv(LIBRARY[0]),
    }


if __name__ == "__main__":
    for name, data in samples().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
