"""`cleaner archive run --sample N`: what a run would do, told from a random sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.archive.reading import Reading
    from cleaner.archive.sample import Draw, Sample
    from cleaner.config import Config

__all__ = ["Fixes", "Judged", "Number", "Seed", "sample"]

Number = Annotated[
    int | None,
    typer.Option(
        "--sample", min=1, metavar="N", help="Look at N random documents only; change nothing."
    ),
]
Seed = Annotated[int, typer.Option(help="Another number draws another sample.")]
Fixes = Annotated[
    Path,
    typer.Option("--fixes", metavar="FILE", help="Where a sample's fixes are listed to be judged."),
]
Judged = Annotated[
    Path | None,
    typer.Option(
        "--judged", metavar="FILE", help="The list, with y or n in `right`: says the precision."
    ),
]


def sample(
    source: str,
    reading: Reading,
    config: Config,
    *,
    number: int,
    seed: int,
    fixes: Path,
    judged_in: Path | None,
) -> None:
    """Prints what is in the sample, and where its fixes are to be judged or how right they are."""
    from cleaner.archive.sample import draw, judged, look_at, wilson, write_fixes

    if judged_in is None and fixes.exists():
        raise ConfigError(
            f"{fixes} is there already: give it with --judged once it is judged, or name another "
            "file with --fixes"
        )
    drawn = draw(source, reading, number, seed)
    if not drawn.documents:
        raise ConfigError(f"{source}: there is no document to draw")
    found = look_at(drawn, source, reading, config)
    print("\n".join(_told(drawn, found)))
    if not found.fixes:
        return
    if judged_in is None:
        write_fixes(found, fixes)
        print(
            f"Judge them in {fixes}: y or n in the column `right`. Then give the same command with "
            f"--judged {fixes}."
        )
        return
    right, all_of_them = judged(found, judged_in)
    if not all_of_them:
        print(f"Nothing is judged in {judged_in} yet.")
        return
    print(
        f"Precision: {right} of {all_of_them} judged fixes are right, {wilson(right, all_of_them)}."
    )
    if missing := len(found.fixes) - all_of_them:
        print(f"Not judged: {missing} of {len(found.fixes)}.")


def _told(drawn: Draw, found: Sample) -> list[str]:
    from cleaner.archive.sample import wilson

    among = f"{drawn.seen:,}" if drawn.is_all else f"{drawn.seen:,} in a random part of the archive"
    lines = [
        f"{found.documents:,} documents drawn from {among}.",
        f"Dirty: {found.dirty:,}, {wilson(found.dirty, found.documents)}.",
        f"Fixes that would be made: {len(found.fixes):,}. Left for an editor: {found.left:,}.",
    ]
    if found.refused:
        lines.append(f"Left alone as a whole: {found.refused:,}.")
    if drawn.errors:
        lines.append(f"Files that can't be read: {drawn.errors:,}.")
    return lines
