"""Places and edits of findings in a source with markup."""

from __future__ import annotations

from cleaner import Cleaner
from cleaner.formats.source import read
from cleaner.report.reported import Reported

PAGE = (
    b"<p>The <b>base</b>\n a&eacute;rienne reopens <i>mercredi</i>.</p>\n<p>It was [lundi].</p>\n"
)


def test_markup_is_reported_where_it_is_in_the_file(write):
    source = read(PAGE, "a.html")
    [article] = source.articles
    [result] = Cleaner().fix_documents([article])
    applied = tuple(source.placed(article, result.applied))
    findings = tuple(source.placed(article, result.findings))
    checked = Reported("a.html", source.text, findings, applied)
    day = next(finding for finding in findings if finding.found == "mercredi")
    assert checked.place(day.start, day.end)[:2] == (day.line, day.column) == (2, 29)
    assert checked.changed.encode() == source.edited(applied) != PAGE
    shown = write("text", checked)
    assert "a.html:2:29: FR201" in shown
    assert "    | <p>It was [lundi].</p>\n    |           ^^^^^^^\n" in shown
    assert "<i><mark" not in write("html", checked)
    assert "&lt;i&gt;<mark" in write("html", checked)
