"""Write the sample forms of the page “Which of my tables can it read”, and draw a picture of each.

    python docs/pictures/forms.py

A form is a few rows: ``|`` parts the cells, ``<`` continues the cell at its left, ``^`` the one above it, ``/`` breaks a line.
Lines before the first row with a ``|`` stand above the table, lines behind the last one below it. Each becomes
``forms/NAME.html`` (``text`` a .txt file), which the page's commands read, and ``forms/NAME.png``, a picture of the same. Needs
what ``make.py`` needs.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).parent / "forms"
WIDTH = 620
LARGEST = 40_000  # bytes of a picture
TEXT = "text"  # the only one that is no page: text out of a PDF
STYLE = """<style>
body { margin: 12px; background: #fff; color: #000; font: 13px/1.5 "Noto Serif CJK SC", SimSun, serif; width: max-content; max-width: 596px }
table { border-collapse: collapse }
td { border: 1px solid #000; padding: 2px 7px; text-align: center }
h1 { font-size: 17px; margin: 0 0 4px; text-align: center }
p { margin: 2px 0 }
pre { font: inherit; margin: 0; white-space: pre-wrap }
</style>"""

FORMS = {
    "columns": """
项目支出绩效目标表
（2025年度）
项目名称 | 道路改造 | < | 实施单位 | 某市某局
项目资金/（万元） | 年度资金总额： | < | 120.00 | <
^ | 其中：财政拨款 | < | 100.00 | <
^ | 其他资金 | < | 20.00 | <
年度总体目标 | 改造道路3公里。 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 改造里程 | ≥3公里
^ | ^ | 质量指标 | 验收合格率 | =100%
^ | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90%
""",
    "signs": """
项目支出绩效目标申报表
（2025年度） 单位：万元
项目名称 | 道路改造 | < | 预算单位 | 某市某局 | <
年度资金总额 | 120.00 | < | 财政拨款 | 120.00 | <
绩效目标 | 改造道路3公里。 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
产出指标 | 数量指标 | 改造里程 | ≥ | 3 | 公里
^ | 质量指标 | 路面等级 | 定性 | 优良 |
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥ | 90 | %
""",
    "weights": """
项目支出绩效目标表
项目名称 | 道路改造 | < | < | < | <
总体目标 | 改造道路3公里。 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 | 指标解释
产出指标 | 数量指标 | 改造里程 | ≥3公里 | 50 | 完成改造的道路长度
^ | 时效指标 | 完工时间 | 2025年10月底前 | 40 | 竣工验收的时间
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 10 | 问卷调查的结果
""",
    "periods": """
项目支出绩效目标表
（2025年度）
项目名称 | 道路改造 | < | < | < | < | < | <
总体目标 | 中期目标（2025年—2027年） | < | < | < | 年度目标 | < | <
^ | 改造道路9公里。 | < | < | < | 改造道路3公里。 | < | <
绩效指标 | 一级/指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
^ | 产出/指标 | 数量指标 | 改造里程 | ≥9公里 | 数量指标 | 改造里程 | ≥3公里
^ | ^ | 质量指标 | 验收合格率 | =100% | 质量指标 | 验收合格率 | =100%
""",
    "list": """
2025年项目支出绩效目标汇总表
单位：万元
单位名称 | 项目名称 | 预算金额 | 一级指标 | 二级指标 | 三级指标 | 指标值
某市某局 | 道路改造 | 120.00 | 产出指标 | 数量指标 | 改造里程 | ≥3公里
 | | | | 质量指标 | 验收合格率 | =100%
 | 路灯维护 | 35.50 | 产出指标 | 数量指标 | 维护路灯 | ≥800盏
 | | | | 质量指标 | 亮灯率 | ≥98%
""",
    "strings": """
项目支出绩效目标表
单位名称：某市某局 单位：万元
项目名称（资金使用单位） | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标
合计 | 120.00 | 100.00 | | 20.00 | |
道路改造（某市某局） | 120.00 | 100.00 | | 20.00 | 改造道路3公里。 | 1、1-产出指标；11-数量指标；改造里程；实施周期指标值:≥9公里；年度指标值:≥3公里。\
2、1-产出指标；12-质量指标；验收合格率；实施周期指标值:100%；年度指标值:100%。
""",
    "text": """
项目支出绩效目标表
单位名称：某市某局 单位：万元
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 120.00 120.00
某市某局 120.00 120.00
    道路改造（某市某局） 120.00 120.00
改造道路3公里。
1、1-产出指标；11-数量指标；改造里程；实施周期指标
值:≥9公里；年度指标值:≥3公里。2、1-产出指标；12-质
量指标；验收合格率；实施周期指标值:100%；年度指标值:100%。
""",
    "labels": """
项目支出绩效目标表
项目名称：道路改造
预算单位：某市某局
预算金额：120.00万元
年度目标：改造道路3公里。
【产出指标】
数量指标：改造里程：≥3公里
质量指标：验收合格率：=100%
【满意度指标】
服务对象满意度指标：居民满意度：≥90%
""",
    "department": """
部门整体支出绩效目标表
（2025年度）
部门（单位）名称 | 某市某局 | < | < | < | <
年度/主要/任务 | 任务名称 | 主要内容 | 预算金额（万元） | < | <
^ | ^ | ^ | 总额 | 财政拨款 | 其他资金
^ | 道路建设 | 改造道路3公里 | 120.00 | 100.00 | 20.00
^ | 路灯维护 | 维护路灯800盏 | 35.50 | 35.50 | 0.00
^ | 金额合计 | < | 155.50 | 135.50 | 20.00
年度总体目标 | 完善城市道路，方便居民出行。 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | <
^ | 产出指标 | 数量指标 | 改造里程 | ≥3公里 | <
^ | 效益指标 | 社会效益指标 | 居民出行条件 | 有所改善 | <
""",
    "region": """
中央对地方转移支付区域绩效目标表
（2025年度）
专项名称 | 农村道路补助资金 | < | < | <
中央主管部门 | 某部 | < | < | <
省级财政部门 | 某省财政厅 | < | 省级主管部门 | 某省某厅
资金情况/（万元） | 年度金额： | < | 900.00 | <
^ | 其中：中央补助 | < | 600.00 | <
^ | 地方资金 | < | 300.00 | <
年度目标 | 新建农村道路40公里。 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 新建里程 | ≥40公里
^ | 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥85%
""",
    "self-evaluation": """
项目支出绩效自评表
（2025年度）
项目名称 | 道路改造 | < | < | 实施单位 | 某市某局 | < | <
项目资金/（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
^ | 年度资金总额 | < | 120.00 | 110.00 | 99.00 | 90.00% | 9.00
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | <
^ | 改造道路3公里。 | < | < | 改造道路3.2公里。 | < | < | <
绩效/指标 | 一级/指标 | 二级/指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
^ | 产出/指标 | 数量/指标 | 改造里程 | ≥3公里 | 3.2公里 | 50 | 50
^ | ^ | 质量/指标 | 验收合格率 | =100% | 95% | 40 | 38
总分 | < | < | < | < | < | 100 | 97
""",
    "monitoring": """
项目支出绩效运行监控表
（2025年度）
项目名称 | 道路改造 | < | < | < | < | < | <
项目资金/（万元） | | < | 年初预算数 | 1-7月执行数 | 1-7月执行率 | 全年预计执行数 | <
^ | 年度资金总额 | < | 120.00 | 66.00 | 55.00% | 118.00 | <
一级/指标 | 二级/指标 | 三级指标 | 年度/指标值 | 1-7月/执行情况 | 全年预计/完成情况 | 完成目标可能性 | <
^ | ^ | ^ | ^ | ^ | ^ | 确定能 | 有可能
产出/指标 | 数量/指标 | 改造里程 | ≥3公里 | 1.6公里 | 3公里 | √ |
^ | 质量/指标 | 验收合格率 | =100% | 40% | 100% | | √
""",
}


def parts(form: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Return the lines above a form's table, the rows of its cells, and the lines below."""
    lines = form.strip("\n").split("\n")
    rows = [at for at, line in enumerate(lines) if "|" in line]
    first, last = (rows[0], rows[-1] + 1) if rows else (len(lines), len(lines))
    cells = [[cell.strip() for cell in line.split("|")] for line in lines[first:last]]
    return lines[:first], cells, lines[last:]


def page(form: str) -> str:
    """Return a form as HTML."""
    above, rows, below = parts(form)
    title, *others = above
    texts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in others)]
    if rows:
        cells = ["".join(_cell(rows, at, column) for column in range(len(row))) for at, row in enumerate(rows)]
        texts += ["<table>", *(f"<tr>{row}</tr>" for row in cells), "</table>"]
    texts += [f"<p>{escape(line)}</p>" for line in below]
    return "<!doctype html><meta charset=utf-8>\n" + "\n".join(texts) + "\n"


def _cell(rows: list[list[str]], at: int, column: int) -> str:
    text = rows[at][column]
    if text in ("<", "^"):
        return ""
    wide = tall = 1
    while column + wide < len(rows[at]) and rows[at][column + wide] == "<":
        wide += 1
    while at + tall < len(rows) and rows[at + tall][column] == "^":
        tall += 1
    spans = f' colspan="{wide}"' * (wide > 1) + f' rowspan="{tall}"' * (tall > 1)
    return f"<td{spans}>{escape(text).replace('/', '<br>')}</td>"


def file_of(name: str) -> tuple[str, str]:
    """Return the name of a form's sample file, and what is in it."""
    if name == TEXT:
        return f"{name}.txt", FORMS[name].lstrip("\n")
    return f"{name}.html", page(FORMS[name])


def main() -> None:
    """Write and draw all forms."""
    from make import photograph

    for name in FORMS:
        file, content = file_of(name)
        (HERE / file).write_text(content, encoding="utf-8")
        html = f"<!doctype html>\n<pre>{escape(content.strip())}</pre>" if name == TEXT else content
        picture = HERE / f"{name}.png"
        photograph(html.replace("\n", STYLE, 1), picture, WIDTH, 600)
        if picture.stat().st_size > LARGEST:
            sys.exit(f"{picture}: {picture.stat().st_size} bytes / 图片过大")


if __name__ == "__main__":
    main()
