"""``newind index audit``, ``uncertainty`` and ``compare``: how far an index can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli import index_inputs as inputs
from newind.cli.index_inputs import (
    DEFAULT,
    Data,
    Remove,
    Replications,
    Seed,
    Set,
    Source,
    SpecOption,
    View,
    WeightOption,
    Year,
)
from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, show_json, working

if TYPE_CHECKING:
    from newind.cli.index_inputs import IndexBuild
    from newind.questions.index.voice import ReportWording


AUDIT = examples("newind index audit", "newind index audit --spec china-sti --lang zh")


def audit(
    spec: SpecOption = DEFAULT,
    data: Data = None,
    on: Source = None,
    view: View = None,
    given: Set = None,
    remove: Remove = None,
    weight: WeightOption = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Check an index in the ten steps of OECD and JRC.

    Each check with its figure, its threshold, its mark, and what to do.
    """
    from newind.cli.index_show import show_audit

    built = inputs.build_index(spec, data, on, inputs.changes_of(given, remove, weight, view))
    with working("Auditing"):
        found = built.audit()
    if as_json:
        show_json("index audit", spec=built.index.spec.id, data=built.data, hash=built.hash, **found.to_dict())
    else:
        show_audit(found, lang)


UNCERTAINTY = examples(
    "newind index uncertainty --plot ranks.svg", "newind index uncertainty --replications 10000 --year 2007"
)


def uncertainty(
    spec: SpecOption = DEFAULT,
    data: Data = None,
    on: Source = None,
    year: Year = None,
    view: View = None,
    given: Set = None,
    remove: Remove = None,
    weight: WeightOption = None,
    replications: Replications = 1000,
    seed: Seed = 0,
    plot: Annotated[str | None, typer.Option(metavar="FILE", help="Draw the intervals (.svg).")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show how far ranks depend on choices.

    The interval of each rank when the index is built in other ways, and which choices move ranks most.
    """
    from newind.cli import index_show as show
    from newind.questions.index.board import Scoreboard
    from newind.questions.index.voice import ReportWording
    from newind.index.variance import sensitivity

    built = inputs.build_index(spec, data, on, inputs.changes_of(given, remove, weight, view), year)
    shown = inputs.year_of(Scoreboard(built.index), year)
    voice = ReportWording(inputs.board_of(built, replications, seed), lang, shown, "")
    shares = sensitivity(built.index)
    if plot is not None:
        _draw_intervals(voice, built, plot)
    if as_json:
        _doubt_json(built, voice, shares)
        return
    show.show_doubt(voice)
    show.show_lacks(voice, built.apart)
    show.show_failures(voice)
    show.show_shares(voice, shares)


def _draw_intervals(voice: ReportWording, built: IndexBuild, path: str) -> None:
    """Draw the intervals of ranks as a picture."""
    from newind.accounts.store import write_whole
    from newind.documents.report.drawings import ranking
    from newind.documents.report.picture import write_picture
    from newind.errors import DataError

    drawn = ranking(voice)
    if drawn is None:
        raise DataError("one unit is scored, so there is nothing to rank. Take a year with more.")
    source = f"{drawn.note} {built.data}"
    write_whole(path, lambda temporary: write_picture(temporary, drawn.svg, drawn.title, source, voice.lang))
    note(f"newind: wrote {path}")


def _doubt_json(built: IndexBuild, voice: ReportWording, shares: Any) -> None:
    from dataclasses import asdict

    overall = shares.overall.reset_index(names="factor").to_dict("records")
    show_json(
        "index uncertainty",
        **inputs.facts(built, voice),
        ranking=[asdict(p) for p in voice.places],
        combinations=shares.combinations,
        shares=overall,
        shifts=shares.shift.to_dict("records"),
        dropped=shares.dropped,
    )


COMPARE = examples(
    "newind index compare new-industrialization --set normalise=zscore --set aggregate=geometric",
    "newind index compare my-index.yaml theirs.csv --data figures.csv",
)


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="Specification: a shipped name or a file.")] = DEFAULT,
    second: Annotated[str | None, typer.Argument(metavar="[B]", help="Another; A with changes if left out.")] = None,
    data: Data = None,
    on: Source = None,
    year: Year = None,
    view: View = None,
    given: Set = None,
    remove: Remove = None,
    weight: WeightOption = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Compare two versions of an index.

    What differs in how they are made, and what that does to scores and ranks.
    """
    from newind.cli.index_show import show_comparison
    from newind.cli.index_words import word
    from newind.questions.index.board import Scoreboard
    from newind.questions.index.voice import ReportWording
    from newind.index.analysis.versions import compare as compared

    changes = inputs.changes_of(given, remove, weight, view)
    built = inputs.build_index(first, data, on, year=year)
    other = _other(built, second, data, on, changes, year)
    found = compared(built.index, other)
    board = Scoreboard(built.index)
    voice = ReportWording(board, lang, inputs.year_of(board, year), "")
    if as_json:
        figures = {"rank_correlation": found.rank_correlation, "score_correlation": found.score_correlation}
        units = found.units.reset_index().to_dict("records")
        apart = {"only_this": found.only_this, "only_other": found.only_other}
        show_json("index compare", settings=found.settings.to_dict("records"), **figures, units=units, **apart)
    else:
        show_comparison(voice, found, (first, second or word("changed_version", lang)))


def _other(
    built: IndexBuild, second: str | None, data: str | None, on: str | None, changes: dict[str, Any], year: int | None
) -> Any:
    """Return the index to compare with: of another specification, with changes to it, or the same with changes."""
    from newind.errors import DataError

    if second is None and not changes:
        raise DataError("nothing to compare with. Name a second specification, or a change: --set aggregate=geometric.")
    return built.index.replay(changes) if second is None else inputs.build_index(second, data, on, changes, year).index
