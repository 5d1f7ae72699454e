"""Files of a review: two who save at once, and somebody who writes while the work is done."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from functools import partial

import pytest

from cleaner import Cleaner, Config
from cleaner.formats.source import read_text
from cleaner.sources import check_sources, fix_decided
from cleaner.web.decisions import Decision
from cleaner.web.files import Files
from cleaner.web.problems import Problem

TEXT = "It reopens mercredi. It closed jeudi.\n"


def reviewed(path, meanwhile=lambda: None):
    cleaner = Cleaner(Config())

    def fix(source, decide):
        [checked] = fix_decided(cleaner, [source], lambda _: (), decide)
        meanwhile()
        return checked

    return Files(
        [path],
        lambda path: read_text(path.read_text(), "text", name=str(path)),
        lambda source: check_sources(cleaner, [source])[0],
        fix,
        lambda *_: nullcontext(),
        threading.Lock(),
    )


def test_two_who_save_at_once(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    files = reviewed(path)
    digest = files.opened(0)["digest"]
    ready = threading.Barrier(2)
    said = []

    def save(start, end, text):
        ready.wait()
        try:
            files.saved(0, digest, [Decision("FR201", start, end, text)])
            said.append(200)
        except Problem as problem:
            said.append(problem.status)

    editors = [
        threading.Thread(target=partial(save, 11, 19, "Wednesday")),
        threading.Thread(target=partial(save, 31, 36, "Thursday")),
    ]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert sorted(said) == [200, 409]


def test_somebody_writes_while_the_work_is_done(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    files = reviewed(path, lambda: path.write_text("Another text.\n"))
    digest = files.opened(0)["digest"]
    with pytest.raises(Problem) as refused:
        files.saved(0, digest, [Decision("FR201", 11, 19, "Wednesday")])
    assert refused.value.status == 409
    assert path.read_text() == "Another text.\n"
