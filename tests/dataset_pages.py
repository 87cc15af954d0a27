"""The pages that list the columns of datasets, from their declarations: ``python -m tests.dataset_pages`` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfmodel.batch.datasets import DATASETS, DOUBLE_SUFFIX, NUMBERS_AS_TEXT, DatasetColumn, dataset_columns
from perfmodel.batch.rows import FILE_STATUSES
from perfmodel.frames.columns import INDICATOR_TARGETS
from perfmodel.frames.datasets import SCHEMA_VERSION

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
COMMAND = "python -m tests.dataset_pages"
# The meaning of this target is listed; the columns of the others have the same names behind theirs.
LISTED_TARGET = "annual"
TYPES = {
    "en": {"text": "text", "int": "int64", "bool": "bool", "date": "date32", "decimal": "decimal128(38, 10), double"},
    "zh": {"text": "文字", "int": "int64", "bool": "bool", "date": "date32", "decimal": "decimal128(38, 10)、double"},
}
HEADS = {"en": "| column | in Chinese | type | contents |", "zh": "| 列 | 中文名 | 类型 | 内容 |"}
ABOUT_DATASETS = {
    "tables": ("One row for each table of a file.", "文件中每份表一行。"),
    "projects": (
        "One row for each project, with what its table says about all of them.",
        "每个项目一行，并带有所在表的共同内容。",
    ),
    "indicators": (
        "One row for each indicator, with what its table and its project say.",
        "每条指标一行，并带有所在表和项目的内容。",
    ),
    "findings": (
        "One row for each finding, as in the output of `check` as CSV.",
        "每处问题一行，与 `check` 输出的 CSV 相同。",
    ),
    "files": (
        "One row for each input, including those that could not be read.",
        "每个输入一行，包括未能读出的。",
    ),
}
INTRODUCTIONS = {
    "en": f"""# Datasets

`perfmodel check … --to parquet`, `perfmodel parse … --to parquet`, `perfmodel.batch.write` and `perfmodel.batch.to_arrow` produce these
five datasets ([A whole year of tables](../how-to/a-whole-year.md)). Columns, their order and types are the same whatever the data; this
page is written from the declarations by `{COMMAND}`.

- **Keys**: `file` is the name of the input, and `table_number`, `project_number` and `indicator_number` (from 1) count within it. A
  finding about a whole table has no `project_number`, one about a whole project no `indicator_number`.
- **Numbers** have two columns: `X`, exact, and `X{DOUBLE_SUFFIX}` next to it, the nearest double. A number that the decimal cannot hold is
  null there, and is written in `{NUMBERS_AS_TEXT}` as JSON: `{{"total": "1E+50"}}`.
- **Null** means not stated, or not understood; never 0. An empty text is null.
- **What a target means** is in the columns that begin with its name: `annual_kind`, `annual_number`, `annual_unit` and so on.
  [Data frames](frames.md) describes them, and [Target values](target-values.md) the kinds.
- **Statuses** in `files`: {{statuses}}.
- **Metadata** of each schema: `perfmodel.dataset`, `perfmodel.version`, `perfmodel.schema_version` (this page: {{version}}); of each
  column: the Chinese name and its contents, as below. If columns change, so does the version.
""",
    "zh": f"""# 数据集

`perfmodel check … --to parquet`、`perfmodel parse … --to parquet`、`perfmodel.batch.write`、`perfmodel.batch.to_arrow` 得到这五个数据集
（见[一整年的表](../how-to/a-whole-year.zh.md)）。不论内容如何，列、列的顺序和类型都相同；本页由 `{COMMAND}` 按声明写成。

- **键**：`file` 是输入的名称，`table_number`、`project_number`、`indicator_number`（从 1 起）是其中的序号。针对整张表的问题没有 `project_number`，
  针对整个项目的没有 `indicator_number`。
- **数**有两列：`X` 是精确值，旁边的 `X{DOUBLE_SUFFIX}` 是最接近的浮点数。十进制小数容不下的，那一列是 null，另以 JSON 写在 `{NUMBERS_AS_TEXT}` 里：`{{"total": "1E+50"}}`。
- **null** 表示未写或未能识读，绝不是 0；空的文字也是 null。
- **指标值的含义**在以它的名称开头的各列里：`annual_kind`、`annual_number`、`annual_unit` 等，见[数据框](frames.zh.md)；种类见[指标值](target-values.zh.md)。
- `files` 的**状态**：{{statuses}}。
- 每个数据集的**元数据**：`perfmodel.dataset`、`perfmodel.version`、`perfmodel.schema_version`（本页为 {{version}}）；每一列的：中文名和内容，与下文相同。
  列有变化，版本就变。
""",
}
STATUSES = {
    "read": ("read", "已读出"),
    "refused": ("no table, or a damaged file", "没有绩效目标表，或文件损坏"),
    "failed": ("an error of the system or of the library", "系统或本库出错"),
    "timeout": ("stopped after `--timeout`", "超过 `--timeout` 而停止"),
    "memory": ("stopped at `--memory`", "超过 `--memory` 而停止"),
    "died": ("its worker ended", "工作进程中断"),
}
OTHERS = {
    "en": "The columns of {} (`{}` …) are named in the same way as those of `annual`.",
    "zh": "{} 的列（`{}` 等）与 `annual` 的列同样命名。",
}


def pages() -> dict[str, str]:
    """Return every page by its file's name, as it should be."""
    return {f"datasets{'.zh' if lang == 'zh' else ''}.md": _page(lang) for lang in ("en", "zh")}


def _page(lang: str) -> str:
    assert set(STATUSES) == set(FILE_STATUSES)
    statuses = ("、" if lang == "zh" else ", ").join(
        f"`{name}` {f'（{zh}）' if lang == 'zh' else f'({en})'}" for name, (en, zh) in STATUSES.items()
    )
    lines = [INTRODUCTIONS[lang].replace("{statuses}", statuses).replace("{version}", str(SCHEMA_VERSION))]
    for dataset in DATASETS:
        lines += [
            f"## {dataset}",
            "",
            ABOUT_DATASETS[dataset][lang == "zh"],
            "",
            HEADS[lang],
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(column, lang) for column in _listed(dataset)]
        if dataset == "indicators":
            others = [name for name in INDICATOR_TARGETS if name != LISTED_TARGET]
            joined = ("、" if lang == "zh" else ", ").join(f"`{name}`" for name in others)
            lines += ["", OTHERS[lang].format(joined, f"{others[0]}_kind")]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _listed(dataset: str) -> Iterator[DatasetColumn]:
    prefixes = tuple(f"{name}_" for name in INDICATOR_TARGETS if name != LISTED_TARGET)
    for column in dataset_columns(dataset):
        if dataset != "indicators" or not column.name.startswith(prefixes):
            yield column


def _row(column: DatasetColumn, lang: str) -> str:
    name = f"`{column.name}`, `{column.name}{DOUBLE_SUFFIX}`" if column.type == "decimal" else f"`{column.name}`"
    cells = (name, column.zh, TYPES[lang][column.type], column.about[lang == "en"])
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
