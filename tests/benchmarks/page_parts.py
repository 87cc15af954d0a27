"""What the page says of each group of figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["LEVELS", "PARTS", "shown"]

Part = Callable[[dict[str, Any], str], str]

LEVELS = {
    "en": {
        "indicators": "indicators",
        "targets": "values",
        "tables": "tables",
        "yaml": "YAML",
        "checks": "checks",
        "start": "starting",
        "files": "files",
        "forms": "forms",
        "documents": "files to the model",
        "batch": "a folder to Parquet",
        "peers": "other libraries",
        "hostile": "hostile inputs",
    },
    "zh": {
        "indicators": "指标",
        "targets": "指标值",
        "tables": "表",
        "yaml": "YAML",
        "checks": "检查",
        "start": "启动",
        "files": "文件",
        "forms": "表式",
        "documents": "文件读成模型",
        "batch": "目录写成 Parquet",
        "peers": "其他的库",
        "hostile": "有意为难的输入",
    },
}


def shown(figure: float | None) -> str:
    r"""A figure with three digits, as a person writes it.

    >>> shown(0.03557), shown(1.0), shown(4959.17), shown(1234567), shown(None)
    ('0.0356', '1.00', '4\xa0960', '1\xa0230\xa0000', '—')
    """
    if figure is None:
        return "—"
    if figure == 0:
        return "0"
    if isinstance(figure, int) and abs(figure) < 1000:
        return str(figure)
    rounded = float(f"{figure:.3g}")
    if abs(rounded) >= 1000:
        return _count(int(rounded))
    digits = 0 if abs(rounded) >= 100 else 1 if abs(rounded) >= 10 else 2 if abs(rounded) >= 1 else 3
    return f"{rounded:.{digits}f}" if abs(rounded) >= 0.1 else f"{rounded:g}"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def _table(heads: str, rows: list[list[str]]) -> str:
    cells = heads.split("|")
    lines = [cells, ["---"] * len(cells), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _differences(compared: dict[str, Any], zh: bool) -> str:
    """Where the script reads something else."""
    other = compared["values"] - compared["alike"]
    said = (
        f"{_count(compared['values'])} 个值里，脚本与本库读法相同的有 {_count(compared['alike'])} 个。其余 {_count(other)} 个，每种写法举一例："
        if zh
        else f"Of {_count(compared['values'])} values the script reads {_count(compared['alike'])} as the library does. Of the other {_count(other)}, one of each form:"
    )
    heads = "值|个数|脚本读成|本库读成" if zh else "value|how many|the script|the library"
    rows = [
        [f"`{value}`", str(count), f"`{theirs}`", f"`{ours}`"] for value, theirs, ours, count in compared["examples"]
    ]
    return f"{said}\n\n{_table(heads, rows)}"


def indicators(figures: dict[str, Any], lang: str) -> str:
    """`parse_indicators` against the script."""
    zh = lang == "zh"
    full, bare, first = figures["with_meanings"], figures["without_meanings"], figures["first_time"]
    text = (
        f"## 指标\n\n{_count(full['count'])} 条广东格式的指标连在一起读。脚本边读边解释两个指标值，所以本库也要解释；两个值在唯一的真实表里条条相同，这里也一样。"
        f"值和类别在先前的文字里见过的（一批表读下来，大多如此；名称各不相同，不靠记忆），速度是脚本的 {shown(full['faster'])} 倍，不问含义时是 {shown(bare['faster'])} 倍；什么都没有见过时是 {shown(first['faster'])} 倍。本库读出的每一栏另有在原文中的位置，未识读的会报告。"
        if zh
        else f"## Indicators\n\n{_count(full['count'])} indicators in Guangdong's printed form, in one text. The script reads the meanings of both targets at once, so "
        "the library does, too; the two targets are the same, as in all indicators of the one real table in the tests. If values and categories are known from earlier texts, "
        "as most are when hundreds of tables are read (names all differ, and are not cached), the speed is "
        f"{shown(full['faster'])} times that of the script, or {shown(bare['faster'])} times without meanings; with nothing known, it is {shown(first['faster'])} times. Besides, the library records the places "
        "in the text, and reports text that it does not understand."
    )
    return f"{text}\n\n{_differences(figures['compared'], zh)}"


def targets(figures: dict[str, Any], lang: str) -> str:
    """`parse_target` against the script."""
    zh = lang == "zh"
    values = figures["values"]
    text = (
        f"## 指标值\n\n{_count(values['count'])} 个各不相同的值，一个也没有见过：速度是脚本的 {shown(values['faster'])} 倍。真实的表里值多有重复，见过的不必再读。"
        if zh
        else f"## Values\n\n{_count(values['count'])} different values, none of them seen before: the speed is {shown(values['faster'])} times that of the script. In real tables "
        "most values repeat, and values seen before are not read again."
    )
    return f"{text}\n\n{_differences(figures['compared'], zh)}"


def tables(figures: dict[str, Any], lang: str) -> str:
    """`parse_table` by size."""
    zh = lang == "zh"
    growth, memory, script = figures["growth"], figures["memory"], figures["script"]
    base = growth["1 MB"]
    rows = [[size, f"{shown(growth[size] / base)}×"] for size in ("0.1 MB", "1 MB", "10 MB")]
    text = (
        f"## 表\n\n项目、金额、绩效目标、断开的行都在内。最大的一份有 {_count(growth['projects'])} 个项目、{_count(growth['indicators'])} 条指标，每秒读出 {shown(growth['a_second'])} 条。"
        f"脚本只看指标，而且要先有人替它把断行接好：与它相比，速度是 {shown(script['faster'])} 倍。"
        f"内存（`tracemalloc`，用 {shown(memory['size'])} MB 的一份另行测量）：峰值是原文字节数的 {shown(memory['peak'])} 倍，读完后留下 {shown(memory['kept'])} 倍，结果在内，原文不在内。"
        if zh
        else f"## Tables\n\nThese have projects, amounts, goals and broken lines. The largest has {_count(growth['projects'])} projects and {_count(growth['indicators'])} indicators, of which "
        f"{shown(growth['a_second'])} are read in a second. The script reads only indicators, in a text whose lines were joined for it: the speed is "
        f"{shown(script['faster'])} times that of the script. Memory (by `tracemalloc`, in a separate pass over {shown(memory['size'])} MB): {shown(memory['peak'])} times the bytes of the text at the "
        f"peak and {shown(memory['kept'])} times afterwards, including the result but not the text."
    )
    heads = "大小|每兆字节所费时间" if zh else "size|time for a megabyte"
    return f"{text}\n\n{_table(heads, rows)}"


def yaml(figures: dict[str, Any], lang: str) -> str:
    """YAML against PyYAML."""
    zh = lang == "zh"
    writing, reading = figures["writing"], figures["reading"]
    size = shown(writing["size"])
    return (
        f"## YAML\n\n一份 {size} MB 的文件。写：从对象写起，PyYAML 的 C 写出器从整理好的字典和列表写起，所费时间是它的 {shown(writing['times'])} 倍。"
        f"读：读成带位置的对象，PyYAML 的 C 读取器读成字典和列表，所费时间是它的 {shown(reading['times'])} 倍。\n"
        if zh
        else f"## YAML\n\nA file of {size} MB. Writing it from objects takes {shown(writing['times'])} times as long as PyYAML's emitter in C takes from ready-made "
        f"dicts and lists; reading it into objects with places takes {shown(reading['times'])} times as long as PyYAML's loader in C takes into dicts and lists.\n"
    )


def checks(figures: dict[str, Any], lang: str) -> str:
    """`validate` against Lark."""
    zh = lang == "zh"
    found = figures["validate"]
    return (
        f"## 检查\n\n刚读出的表，{_count(found['count'])} 条指标，报告 {_count(found['findings'])} 处：所费时间是用 Lark（LALR）把同样的指标逐条解析一遍的 {shown(found['times'])} 倍，后者只得到语法树。\n"
        if zh
        else f"## Checks\n\nA table just read, with {_count(found['count'])} indicators and {_count(found['findings'])} findings: it takes {shown(found['times'])} times as long as parsing the "
        "same indicators one by one with Lark (LALR), which gives only trees.\n"
    )


def start(figures: dict[str, Any], lang: str) -> str:
    """Starting."""
    zh = lang == "zh"
    one, whole = figures["import"], figures["parse"]
    return (
        f"## 启动\n\n各自在新的进程里，模块事先编译好。`import perfmodel` 所费时间是 `import attrs` 的 {shown(one['ratio'])} 倍，用到什么再导入什么。"
        f"`perfmodel parse` 读真实的表，从启动到写完，是 `python -c pass` 的 {shown(whole['ratio'])} 倍；其中单是 `import attrs` 就要 {shown(whole['attrs'])} 倍。\n"
        if zh
        else f"## Starting\n\nEach in a new process, with compiled modules. `import perfmodel` takes {shown(one['ratio'])} times as long as `import attrs`, because "
        "modules are imported when they are first used. `perfmodel parse` of the real table, from start to finish, takes "
        f"{shown(whole['ratio'])} times as long as `python -c pass`; `import attrs` alone takes {shown(whole['attrs'])} times as long.\n"
    )


def files(figures: dict[str, Any], lang: str) -> str:
    """Files to cells."""
    zh = lang == "zh"
    pdf, form, rows = figures["pdf"], figures["workbooks"], figures["rows"]
    return (
        f"## 文件读成单元格\n\n{pdf['pages']} 页的 PDF，每页一个画线的表，表头重复：每秒 {shown(pdf['a_second'])} 页，所费时间是 pdfplumber 读同一文件里的表的 {shown(pdf['times'])} 倍（各一次）。"
        f"填报表的工作簿（{form['cells']} 个单元格，指标级别合并）：速度是 openpyxl 打开文件的 {shown(form['faster'])} 倍，每秒 {_count(round(form['a_second']))} 个单元格。"
        f"{_count(rows['rows'])} 行 {rows['columns']} 列的清单：{shown(rows['seconds'])} 秒，进程最多占用 {shown(rows['megabytes'])} MB。\n"
        if zh
        else f"## Files to cells\n\nA PDF of {pdf['pages']} pages, a ruled table on each with a repeated heading: {shown(pdf['a_second'])} pages a second, in {shown(pdf['times'])} times the time that "
        f"pdfplumber takes for the tables of the same file (one run of each). A form in a workbook ({form['cells']} cells, level cells merged): {shown(form['faster'])} times as fast as openpyxl opens it, "
        f"{_count(round(form['a_second']))} cells a second. A list of {_count(rows['rows'])} rows and {rows['columns']} columns: {shown(rows['seconds'])} s, and at most {shown(rows['megabytes'])} MB for the process.\n"
    )


def forms(figures: dict[str, Any], lang: str) -> str:
    """Forms in files to tables: how fast; how much of it is right stands on a page of its own."""
    zh = lang == "zh"
    known, hard = figures["known"], figures["hard"]
    pages, others = (shown(known["perfmodel"][figure]) for figure in ("pages_a_second", "files_a_second"))
    their_pages, their_files = (shown(known["script"][figure]) for figure in ("pages_a_second", "files_a_second"))
    return (
        f"## 文件读成表\n\n已知版式的表（{known['files']} 个文件）：PDF 每秒 {pages} 页，其他文件每秒 {others} 个；分析人员的脚本（`tests/benchmarks/analyst.py`）分别是 {their_pages} 页和 {their_files} 个。"
        f"读对多少、读错多少，疑难的表（{hard['files']} 个文件）怎样，见[读对了多少](reading-forms.zh.md)。\n"
        if zh
        else f"## Files to tables\n\nForms in known layouts ({known['files']} files): {pages} pages of PDF a second, and {others} other files; an analyst's script (`tests/benchmarks/analyst.py`) reads "
        f"{their_pages} pages and {their_files} files. [What is read right](reading-forms.md) shows how much of them, and of {hard['files']} hard files, is read correctly.\n"
    )


def documents(figures: dict[str, Any], lang: str) -> str:
    """Files to the model."""
    zh = lang == "zh"
    pdf, form, rows = figures["pdf"], figures["workbooks"], figures["rows"]
    return (
        f"## 文件读成模型\n\n{pdf['pages']} 页的 PDF，每页一份填报表：每秒 {shown(pdf['a_second'])} 页，所费时间是 pdfplumber 只读同一文件里的表的 {shown(pdf['times'])} 倍（各一次）。"
        f"工作簿里的填报表（{form['indicators']} 条指标）：速度是 openpyxl 只打开文件的 {shown(form['faster'])} 倍，每秒 {shown(form['a_second'])} 份。"
        f"{_count(rows['rows'])} 条指标的清单：{shown(rows['seconds'])} 秒，进程最多占用 {shown(rows['megabytes'])} MB。\n"
        if zh
        else f"## Files to the model\n\nA PDF of {pdf['pages']} pages, a form on each: {shown(pdf['a_second'])} pages a second, in {shown(pdf['times'])} times the time that pdfplumber takes for just "
        f"the tables of the same file (one run of each). A form in a workbook ({form['indicators']} indicators): {shown(form['faster'])} times as fast as openpyxl merely opens it, {shown(form['a_second'])} a second. "
        f"A list of {_count(rows['rows'])} indicators: {shown(rows['seconds'])} s, and at most {shown(rows['megabytes'])} MB for the process.\n"
    )


_WAYS = {
    "two": ("`perfmodel.batch`, two workers", "`perfmodel.batch`，两个工作进程"),
    "one": ("`perfmodel.batch`, one worker", "`perfmodel.batch`，一个工作进程"),
    "futures": ("`concurrent.futures`, two processes", "`concurrent.futures`，两个进程"),
    "loop": ("a loop", "循环"),
}


def batch(figures: dict[str, Any], lang: str) -> str:
    """A folder to Parquet."""
    zh = lang == "zh"
    files, ways, growth, nation = (figures[name] for name in ("files", "ways", "growth", "nation"))
    two, small, whole = ways["two"], nation["small"], nation["whole"]
    text = (
        f"## 目录写成 Parquet\n\n{_count(files['count'])} 个文件（文本 {_count(files['txt'])}、工作簿 {_count(files['xlsx'])}、PDF {_count(files['pdf'])}，单位均为虚构，由 `tests/benchmarks/many_files.py` 生成），"
        f"共 {_count(two['tables'])} 份表、{_count(two['indicators'])} 条指标，读取、检查并写成 Parquet。循环和 `concurrent.futures` 用同一个库读取、检查同样的文件，但只写指标和问题两份，所有的值都作文字，也不能接着做。"
        "时间是从头到尾的时间；内存是所有进程合计的最大值（PSS）。"
        if zh
        else f"## A folder to Parquet\n\n{_count(files['count'])} files ({_count(files['txt'])} texts, {_count(files['xlsx'])} workbooks and {_count(files['pdf'])} PDFs of bodies that do not exist, by `tests/benchmarks/many_files.py`) "
        f"with {_count(two['tables'])} tables and {_count(two['indicators'])} indicators, read, checked and written as Parquet. The loop and `concurrent.futures` read and check the same files with the same library, but write only "
        "indicators and findings, every value as text, and cannot be resumed. Times are elapsed times; memory is the most that all processes take together (PSS)."
    )
    heads = (
        "方式|秒|每秒文件|每秒表|每秒指标|内存"
        if zh
        else "way|seconds|files a second|tables a second|indicators a second|memory"
    )
    rows = [
        [names[zh], shown(way["seconds"]), shown(way["files_a_second"]), shown(way["tables_a_second"]), shown(way["indicators_a_second"]), f"{shown(way['megabytes'])} MB"]
        for way, names in zip(map(ways.get, _WAYS), _WAYS.values(), strict=True)
    ]  # fmt: skip
    behind = (
        f"每个文件所费的处理器时间，启动在内：{_count(growth['few'])} 个文件时 {shown(growth['few_milliseconds'])} 毫秒，{_count(files['count'])} 个时 {shown(growth['many_milliseconds'])} 毫秒。后一半文件，每个是前一半（不计最先的 {_count(growth['few'])} 个）的 {shown(growth['ratio'])} 倍。\n\n"
        f"全国要多少，只能在纸上算：{_count(nation['bodies'])} 个单位、{_count(nation['indicators'])} 条指标。如果每条都像上面的小文件那样费时，要 {shown(small['hours'])} 处理器小时，{nation['cores']} 核的机器 {shown(small['hours_on_cores'])} 小时，"
        f"占 {shown(small['gigabytes'])} GB 磁盘；如果每个单位是一份 {shown(nation['indicators_of_a_table'])} 条指标的文本（另行测量），要 {shown(whole['hours'])} 处理器小时，{shown(whole['hours_on_cores'])} 小时，{shown(whole['gigabytes'])} GB。"
        "这里假定每个核都与测量时的一样快，磁盘跟得上；PDF 多，就更慢。\n"
        if zh
        else f"A file costs {shown(growth['few_milliseconds'])} ms of processor time among {_count(growth['few'])}, starting included, and {shown(growth['many_milliseconds'])} ms among {_count(files['count'])}. "
        f"Each of the second half costs {shown(growth['ratio'])} times as much as each of the first, not counting the first {_count(growth['few'])}.\n\n"
        f"What a nation would cost can only be calculated: {_count(nation['bodies'])} bodies with {_count(nation['indicators'])} indicators. If each costs as much as in the small files above, {shown(small['hours'])} processor hours, "
        f"{shown(small['hours_on_cores'])} hours on {nation['cores']} cores, and {shown(small['gigabytes'])} GB of disk; if each body has one text of {shown(nation['indicators_of_a_table'])} indicators (measured separately), "
        f"{shown(whole['hours'])} processor hours, {shown(whole['hours_on_cores'])} hours, and {shown(whole['gigabytes'])} GB. This assumes that each core is as fast as those of the measurement, and that the disk keeps up; "
        "with more PDFs it takes longer.\n"
    )
    return f"{text}\n\n{_table(heads, rows)}\n{behind}"


def peers(figures: dict[str, Any], lang: str) -> str:
    """Other libraries."""
    zh = lang == "zh"
    right, speed = figures["right"], figures["speed"]
    mine = right["perfmodel"]
    rows = [
        [
            name,
            row["version"],
            str(row["number"]),
            str(row["unit"]),
            str(row["whole"]),
            shown(row["a_second"]),
            shown(row["known_a_second"]),
        ]
        for name, row in right["peers"].items()
    ]
    union = right["union"]
    both = "以上合起来" if zh else "all of these together"
    rows.append([both, "", str(union["number"]), str(union["unit"]), str(union["whole"]), "", ""])
    rows.append(
        [
            "perfmodel",
            "",
            str(mine["number"]),
            str(mine["unit"]),
            str(mine["whole"]),
            shown(mine["a_second"]),
            shown(mine["known_a_second"]),
        ]
    )
    heads = (
        "库|版本|数对|数和单位对|全对|每秒（没有见过）|每秒（见过）"
        if zh
        else "library|version|number|number and unit|all|a second, never seen|a second, known"
    )
    text = (
        f"## 其他的库\n\n没有别的库读指标值。下面这些能从中文里读出数字、单位或日期，但不是为此而写；quantulum3 是为英文写的。收集到的 {right['count']} 个值里，"
        f"{right['numeric']} 个有数字或日期，只数这些。对它们从宽：28.8万元读成 288000 元也对，英文单位名也对，没有年份的日期不问年份，表中单列的单位不问；"
        "“全对”还要运算符和“每…”，没有运算符的库当作“=”。本库只数全对，而这些值就是它自己的测试用例，自然读对。目标一行里，拿本库全对的与其他库数和单位对的相比。"
        if zh
        else f"## Other libraries\n\nNo other library reads target values. These read numbers, units or dates in Chinese text, but were written for other purposes; quantulum3 is "
        f"for English. Of the {right['count']} values collected, {right['numeric']} have a number or a date, and only these count. The others are judged leniently: 288000 yuan "
        "for 28.8万元 counts as right, as do an English name of a unit, any year in a date without one, and any unit if the table has a separate column for it. "
        "For “all”, the operator and the “per” must be right, too; a library without operators means `=`. For perfmodel only the whole meaning counts; but these values are "
        "its own test cases, so it is no surprise that they are right. The goal compares its whole meanings with the numbers and units of the others."
    )
    fast = (
        f"速度量在 {_count(right['values'])} 个各不相同的值上，都在同一个进程里，一遍没有见过，一遍刚刚见过；遇到未知的立刻放弃，也算很快。最快的是 {speed['fastest']}：没有见过的值，本库的速度是它的 {shown(speed['times_fastest_first'])} 倍；见过的（表里的值多有重复），是各库中最快者的 {shown(speed['times_fastest'])} 倍。"
        f"读对最多的是 {speed['best']}：本库的速度是它的 {shown(speed['times_best'])} 倍。"
        if zh
        else f"Speed was measured on {_count(right['values'])} different values in one process, first unseen and then once more; giving up at once is fast, too. The fastest library is "
        f"{speed['fastest']}: perfmodel has {shown(speed['times_fastest_first'])} times its speed on unseen values, and on known ones, as most are in tables, {shown(speed['times_fastest'])} times that "
        f"of the fastest. The library with the most right is {speed['best']}: perfmodel has {shown(speed['times_best'])} times its speed."
    )
    return f"{text}\n\n{_table(heads, rows)}\n{fast}\n"


_ENDINGS = {
    "ParseError": "`ParseError`",
    "RecursionError": "**`RecursionError`**",
    "MemoryError": "**`MemoryError`**",
}


def hostile(figures: dict[str, Any], lang: str) -> str:
    """Hostile inputs."""
    zh = lang == "zh"
    found = figures["inputs"]
    text = (
        f"## 有意为难的输入\n\n每份 {shown(found['size'])} MB，各在一个进程里读，再问前几个指标值的含义；所费时间与读一份同样大小的普通的表相比，超过 {shown(found['limit'])} 倍就停下。"
        if zh
        else f"## Hostile inputs\n\nEach is {shown(found['size'])} MB, and is read in a separate process, with the meanings of its first values; times are relative to an ordinary table of "
        f"the same size. Reading is stopped at {shown(found['limit'])} times."
    )
    rows = []
    for row in found["rows"]:
        times = f"{shown(row['times'])}×" if row["times"] is not None else f"> {shown(found['limit'])}×"
        seconds = "—" if row["seconds"] is None else f"{shown(row['seconds'])} s"
        rows.append([row["chinese"] if zh else row["name"], times, seconds, _ended(row["ended"], zh)])
    heads = "输入|时间之比|秒|结果" if zh else "input|time|seconds|ends with"
    return f"{text}\n\n{_table(heads, rows)}"


def _ended(ended: str, zh: bool) -> str:
    if ended in _ENDINGS:
        return _ENDINGS[ended]
    if ended == "stopped":
        return "**停下**" if zh else "**stopped**"
    kind, comma, rest = ended.partition(", ")
    if not comma:
        return f"**{ended}**"
    return f"`{kind}`，报告 {rest.split()[0]} 处" if zh else f"`{kind}`, {rest}"


PARTS: dict[str, Part] = {
    "indicators": indicators,
    "targets": targets,
    "tables": tables,
    "yaml": yaml,
    "checks": checks,
    "start": start,
    "files": files,
    "forms": forms,
    "documents": documents,
    "batch": batch,
    "peers": peers,
    "hostile": hostile,
}
