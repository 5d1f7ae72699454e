"""Each format for programs is read by a program that knows it, not by the code that wrote it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest

from cleaner.finding import Finding

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text("utf-8"))


def offset(text: str, line: int, column: int) -> int:
    """An offset of a line and column, by another way than the program's."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    return sum(map(len, lines[: line - 1])) + column - 1


def replaced(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def valid_sarif(text: str) -> dict:
    log = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    return log["runs"][0]


class TestSarif:
    def test_schema_is_read(self):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0"})

    def test_results(self, checked, fixed, write):
        run = valid_sarif(write("sarif", checked))
        assert len(run["results"]) == len(checked.findings)
        edits = []
        for result, finding in zip(run["results"], checked.findings, strict=True):
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert (rule["id"], rule["name"]) == (finding.rule, finding.name)
            place = result["locations"][0]["physicalLocation"]
            assert unquote(place["artifactLocation"]["uri"]) == checked.name
            assert self.span(checked.text, place["region"]) == (finding.start, finding.end)
            assert place["region"]["snippet"]["text"] == finding.found
            if result["properties"]["safety"] == "safe":
                [change] = result["fixes"][0]["artifactChanges"]
                edits += [
                    (*self.span(checked.text, r["deletedRegion"]), r["insertedContent"]["text"])
                    for r in change["replacements"]
                ]
        assert replaced(checked.text, edits) == fixed

    @staticmethod
    def span(text: str, region: dict) -> tuple[int, int]:
        start = offset(text, region["startLine"], region["startColumn"])
        end = offset(text, region["endLine"], region["endColumn"])
        assert (region["charOffset"], region["charLength"]) == (start, end - start)
        return start, end

    def test_messages_have_no_links_and_no_placeholders(self, everything, write):
        for result in valid_sarif(write("sarif", *everything))["results"]:
            message = result["message"]["text"]
            assert not re.search(r"(?<!\\)\]\(|(?<!\{)\{\d+\}", message)

    def test_nothing_found(self, write):
        assert valid_sarif(write("sarif"))["results"] == []


class TestJUnit:
    def test_failures(self, checked, write):
        [suite] = junitparser.JUnitXml.fromstring(write("junit", checked).encode())
        assert suite.tests == suite.failures == len(checked.findings)
        for case, finding in zip(suite, checked.findings, strict=True):
            [failure] = case.result
            assert failure.type == finding.rule
            assert finding.found in failure.message
            assert case.classname == checked.name
            assert int(case._elem.get("line")) == checked.place(finding.start, finding.end).line

    def test_clean_files_pass(self, everything, write):
        suites = junitparser.JUnitXml.fromstring(write("junit", *everything).encode())
        passed = [case.classname for suite in suites for case in suite if case.is_passed]
        assert passed == ["clean.txt"]
        assert suites.tests == suites.failures + 1


class TestJson:
    @pytest.mark.parametrize("output", ["json", "jsonl"])
    def test_edits(self, output, checked, fixed, write):
        text = write(output, checked)
        rows = (
            json.loads(text) if output == "json" else list(map(json.loads, text.split("\n")[:-1]))
        )
        assert [row["found"] for row in rows] == [f.found for f in checked.findings]
        assert {row["file"] for row in rows} == {checked.name}
        assert all(offset(checked.text, r["line"], r["column"]) == r["start"] for r in rows)
        edits = [(e["start"], e["end"], e["text"]) for r in rows for e in r["edits"]]
        safe = [row["safety"] == "safe" for row in rows for _ in row["edits"]]
        chosen = [edit for edit, is_safe in zip(edits, safe, strict=True) if is_safe]
        assert replaced(checked.text, chosen) == fixed


class TestGitHub:
    COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>.*?)::(?P<message>.*)")

    def test_commands(self, checked, write):
        lines = re.split("\r\n|\n|\r", write("github", checked))  # as the runner reads them
        assert lines.pop() == ""
        for line, finding in zip(lines, checked.findings, strict=True):
            command = self.COMMAND.fullmatch(line)
            pairs = (pair.split("=", 1) for pair in command["properties"].split(","))
            told = {key: self.unescaped(value, ":,") for key, value in pairs}
            assert command["name"] == "warning"
            assert told["file"] == checked.name
            assert offset(checked.text, int(told["line"]), int(told["col"])) == finding.start
            assert offset(checked.text, int(told["endLine"]), int(told["endColumn"])) == finding.end
            assert told["title"] == f"{finding.rule} {finding.name}"
            assert finding.found in self.unescaped(command["message"], "")

    @staticmethod
    def unescaped(text: str, more: str) -> str:
        for character in ["\r", "\n", *more, "%"]:
            text = text.replace(f"%{ord(character):02X}", character)
        return text


class TestDiff:
    @pytest.mark.parametrize(
        "tool",
        [["git", "apply", "--whitespace=nowarn"], ["patch", "-p1", "--binary", "-s"]],
        ids=str,
    )
    def test_tools_take_it(self, tool, checked, fixed, write, tmp_path):
        path = tmp_path / checked.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(checked.text.encode())
        diff = write("diff", checked)
        done = subprocess.run(tool, input=diff.encode(), cwd=tmp_path, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        assert path.read_bytes().decode() == fixed != checked.text

    def test_only_what_was_applied(self, checked, write):
        kept = type(checked)(checked.name, checked.text, checked.findings, ())
        assert write("diff", kept) == ""

    def test_unsafe_fixes_are_left_out_after_a_check(self, write):
        from cleaner.finding import Fix, Safety, Source
        from cleaner.report.reported import Reported

        fix = Fix("flour", Source.MARIAN, 0.5, Safety.UNSAFE)
        found = Finding("FR201", "french-word", 0, 6, "farine", fix=fix)
        assert write("diff", Reported("a.txt", "farine\n", (found,))) == ""
        assert "+flour\n" in write("diff", Reported("a.txt", "farine\n", (found,), (found,)))
