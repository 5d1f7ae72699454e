"""Markdown as people write it and as nobody would: strategies for property tests and fuzzing."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

__all__ = ["documents", "front_matters", "hostile", "replacements"]

PHRASES = (
    "la base aérienne/lundi/the army/[Aïn]/« oui »/14H30/2 500 €/it’s/snake_case e-mail/U.S. 1./"
    "- x/+ #/> =/a|b x<y/R&D & *a/_ ~/\\ 北京👍/$5 a:b !/a  b/x\ny/*/[/]"
).split("/")
INLINE = (
    "**{}** *{}* __{}__ _{}_ ~~{}~~ `{}` [{}](x_y) [{}](<x y>) ![{}](x.png) [{}][ref] [{}][] [{}] "
    "<b>{}</b> <span lang='fr'>{}</span> {}[^1] ***{}*** \\*{}\\* {}&eacute; &lt;{}&gt; "
    "{{{{<x {}>}}}} $x$ {}<br> <!--{}-->"
).split()
TITLED = ['[{}](x "{}")', "![{}](x '{}')", '<a title="{}">{}</a>', "[{}](x ({}))"]
BLOCKS = [
    "{}",
    "# {}",
    "## {} ##",
    "{}\n===",
    "> {}",
    "> > {}\n{}",
    "- {}\n- {}",
    "1. {}\n   {}",
    "* {}\n\n  {}",
    "| {} | {} |\n|---|---|\n| {} | {} |",
    "```\n{}\n```",
    "    {}",
    "<p>{} {}</p>",
    "<div title='{}'>\n{}\n</div>",
    "[ref]: http://a.fr '{}'",
    "[^1]: {}\n    {}",
    "---",
    "{{{{% note %}}}}\n{}\n{{{{% /note %}}}}",
    "{}  \n{}\\\n{}",
    "- [ ] {}\n  > {}",
]
ENDS = ["\n", "\r\n", "\r"]


@cache
def _inline() -> st.SearchStrategy[str]:
    phrases = st.sampled_from(PHRASES)
    marks = st.sampled_from(INLINE)
    once = st.builds(lambda mark, text: mark.replace("{}", text), marks, phrases)
    twice = st.builds(lambda mark, text: mark.replace("{}", text), marks, once)
    titled = st.builds(
        lambda mark, one, two: mark.format(one, two), st.sampled_from(TITLED), once, phrases
    )
    return st.lists(phrases | once | twice | titled, min_size=1, max_size=3).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """An article: front matter or none, and some blocks."""
    end = draw(st.sampled_from(ENDS))
    blocks = []
    for _ in range(draw(st.integers(0, 5))):
        block = draw(st.sampled_from(BLOCKS))
        texts = [draw(_inline()) for _ in range(block.replace("{{", "").count("{}"))]
        joint = draw(st.sampled_from(["\n\n", "\n\n", "\n"]))
        blocks.append(block.format(*texts) + joint)
    head = draw(st.just("") | front_matters())
    return (
        (head + "".join(blocks)).replace("\n", end).removesuffix(draw(st.sampled_from(["", end])))
    )


@cache
def front_matters() -> st.SearchStrategy[str]:
    """Front matter with values in each notation."""
    value = st.sampled_from([phrase for phrase in PHRASES if "\n" not in phrase])
    plain = st.sampled_from(["La base aérienne", "oui", "on lundi : a", "2 500", "x # y", "l'an"])
    yaml = plain | st.one_of(
        value.map(lambda v: "'" + v.replace("'", "''") + "'"),
        value.map(lambda v: '"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"'),
        value.map(lambda v: f">-\n  {v}\n  more"),
        value.map(lambda v: f"|\n  {v}\n  more"),
    )
    toml = st.one_of(
        value.map(lambda v: "'" + v.replace("'", "") + "'"),
        value.map(lambda v: '"' + v.replace("\\", "\\\\") + '" # note'),
    )
    return st.one_of(
        st.builds("---\nlayout: x\ntitle: {}\nimage: {{alt: a}}\n---\n".format, yaml),
        st.builds("---\nlist:\n- caption: {0}\n- summary: {0}\n---\n".format, plain),
        st.builds('+++\nx = 1\ntitle = {}\n[a]\nAlt = "b"\n+++\n'.format, toml),
        value.map(lambda v: '{"title": "' + v.replace("\\", "\\\\") + '"}\n'),
    )


# Characters that Markdown gives a meaning, and some that it should not; then longer bits.
CHARACTERS = (
    "[]()<>!*_`~#>-+=|\\&;:\"'^${}%/ \t\n\r0a.é\u00a0\ufeff\u2028\x0b\x1c\u0345\ufffc\ud800"
)
BITS = (
    "](/![/[^/]:/<!--/-->/<b/</b>/{{</>}}/---\n/+++\n/\n\n/\n    /\n> /\n- /\n1. /|-|-|\n/```/$$/"
    "http:/&eacute;/title: /<![CDATA[/"
    "<script>/[x]: y\n/<p title='/<code>/  \n/***/~~/{%/%}/[^1]:/[ ] "
).split("/")


def hostile() -> st.SearchStrategy[str]:
    """Text out of what Markdown gives a meaning, repeated and mixed."""
    bits = st.sampled_from([*CHARACTERS, *BITS])
    some = st.lists(bits, max_size=40).map("".join)
    repeated = st.builds(
        lambda bit, more, count: (bit + more) * count, bits, bits, st.integers(1, 400)
    )
    mixed = st.tuples(some, repeated, some).map("".join)
    return some | mixed | st.text(max_size=60)


NEW = (
    "Monday;the air base;“so”;2:30 p.m.;[Monday];1.;- x;*;a_b;`x`;a: b;yes;x # y;\";';\\;|;<b>;"
    "[x](y);$x$;[^1];http://a.fr;#;> x;~~;\n;];(;***;\ufffc;=;---;"
).split(";")


def replacements() -> st.SearchStrategy[str]:
    """What an edit may put in: words, nothing, and what is markup in one place or another."""
    return st.sampled_from([*NEW, "&amp;"])
