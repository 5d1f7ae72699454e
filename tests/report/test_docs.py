"""The examples of docs/output.md, run as they stand; `...` stands for anything."""

from __future__ import annotations

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "output.md"
EXAMPLES = re.findall(r"```\n\$ (.*)\n([^`]*)```", PAGE.read_text("utf-8"))
[STORY] = [output for command, output in EXAMPLES if command == "cat story.txt"]
COMMANDS = [example for example in EXAMPLES if example[0] != "cat story.txt"]


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[c for c, _ in COMMANDS])
def test_example(run, tmp_path, command, output):
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    program, *arguments = shlex.split(command)
    assert program == "cleaner"
    shown = run(*arguments).stdout.decode()
    assert OutputChecker().check_output(output, shown, ELLIPSIS), shown


def test_every_format_is_described():
    from cleaner.report.output import Output

    table = re.findall(r"^\| (`.*`) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == sorted(Output)
