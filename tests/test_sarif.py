"""SARIF: held to the OASIS schema, and to the text it speaks of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from perfmodel import Finding, Report
from perfmodel.checks.config import Config
from perfmodel.checks.profiles import profile_from
from perfmodel.cli import main
from perfmodel.reports.results import Checked, Results
from perfmodel.reports.rule_catalogue import entries
from perfmodel.reports.sarif import sarif_log
from perfmodel.source.source import Source
from perfmodel.source.span import Span
from tests.golden import FOLDER
from tests.test_check_cli import TABLE

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def log_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    main(["check", *arguments, "--format", "sarif"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(found)
    return found


def text_at(text: str, region: dict[str, int]) -> str:
    """What stands at a region, lines counted as the log says, columns in code points."""
    lines = re.split("(\r\n|\n|\r)", text)
    starts = [0]
    for line, end in zip(lines[::2], lines[1::2], strict=False):
        starts.append(starts[-1] + len(line) + len(end))
    start, end = (starts[region[f"{edge}Line"] - 1] + region[f"{edge}Column"] - 1 for edge in ("start", "end"))
    return text[start:end]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, end: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "2024年 表(#1)%.yaml"
    text = TABLE.replace("# 一张表", "# 一张表 \U0001f600").replace("\n", end)
    Path(name).write_bytes(text.encode())
    Path("sub").mkdir()
    Path("sub/b:c.yaml").write_text("name: [\n", encoding="utf-8")
    run = log_of(capsys, name, "sub/b:c.yaml", "none.yaml", "--select", "S01,S02,V06", "--lang", lang)["runs"][0]

    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["S01", "S02", "V06"]
    for rule in driver["rules"]:
        assert rule["name"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}")
        assert ("检查" in rule["help"]["markdown"]) is (lang == "zh")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert run["columnKind"] == "unicodeCodePoints"

    assert [result["ruleId"] for result in run["results"]] == ["V06", "V06", "S01", "S02"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        location = result["locations"][0]["physicalLocation"]
        assert unquote(location["artifactLocation"]["uri"]) == name
        assert run["artifacts"][location["artifactLocation"]["index"]]["location"]["uri"] in (
            "2024%E5%B9%B4%20%E8%A1%A8%28%231%29%25.yaml"
        )
    first, second, third, _fourth = run["results"]
    assert [text_at(text, item["locations"][0]["physicalLocation"]["region"]) for item in (first, second, third)] == [
        '"≥100%"', "≥100%", "培训费",
    ]  # fmt: skip
    assert first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "projects[0].indicators[0].annual"
    assert [item["level"] for item in (first, third)] == ["warning", "error"]

    assert "fixes" not in third
    changes = [change for item in (first, second) for change in item["fixes"][0]["artifactChanges"]]
    written = [
        (text_at(text, one["deletedRegion"]), one["insertedContent"]["text"])
        for change in changes
        for one in change["replacements"]
    ]
    assert written == [('"≥100%"', '"=100%"'), ("≥100%", "=100%"), ("'≥100%'", "'=100%'")]

    invocation = run["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    failed = invocation["toolExecutionNotifications"]
    assert [item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in failed] == [
        "sub/b%3Ac.yaml", "none.yaml",
    ]  # fmt: skip
    assert failed[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2


def test_everything_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """All rules, all forms, a file outside of the current folder."""
    outside = tmp_path / "a b.yaml"
    outside.write_bytes(TABLE.encode("utf-8-sig"))
    paths = [str(outside), str(FOLDER / "hazards.txt"), str(FOLDER / "guangzhou-disability-employment.txt")]
    run = log_of(capsys, *paths, "--isolated")["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == outside.as_uri()
    assert run["artifacts"][0]["encoding"] == "UTF-8"
    assert [item["mimeType"] for item in run["artifacts"]] == ["application/yaml", "text/plain", "text/plain"]
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}
    assert all("fixes" not in result for result in run["results"] if "uriBaseId" in str(result["locations"][0]))


def test_a_profile_shows_in_the_configuration() -> None:
    profile = profile_from({"rules": {"V06": "error", "S01": "off"}})
    text = "level2: 质量指标\nname: 验收合格率\nannual: ≥100%\n"
    report = Report((Finding("V06", "error", "x", "annual", Span(0, 6)),), Source(text))
    log = json.loads(sarif_log(Results((Checked("<stdin>", report),), Config(profile))))
    VALIDATOR.validate(log)
    run = log["runs"][0]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert codes == [entry.code for entry in entries() if entry.code != "S01" and entry.code in codes]
    overrides = {
        item["descriptor"]["id"]: item["configuration"]["level"]
        for item in run["invocations"][0]["ruleConfigurationOverrides"]
    }
    assert overrides["V06"] == "error"
    assert run["artifacts"][0]["roles"] == ["analysisTarget", "standardStream"]


def test_nothing_found_is_a_log_as_well() -> None:
    log = json.loads(sarif_log(Results(())))
    VALIDATOR.validate(log)
    assert log["runs"][0]["results"] == []
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is True
