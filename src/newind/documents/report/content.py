"""The report of an index put together: the finding, its numbers, its charts, what was done and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind import __version__
from newind.documents.report import grids
from newind.documents.report.drawings import drawings, middle_width
from newind.documents.report.model import Grid, IndexReport, ReportChart, ReportProvenance, ReportSection
from newind.index.reduced import lacks
from newind.language.words import has_settled_rank, mark, percent, years
from newind.questions.index.voice import ReportWording
from newind.questions.index.words import FACTORS, FIRM, HALF, HEADLINE, HORIZONS, KEYS, LEAD, NOTES, PAGE, ROWS

if TYPE_CHECKING:
    from newind.index.audit import Audit
    from newind.index.variance import Sensitivity
    from newind.messages import Lang
    from newind.questions.index.board import Scoreboard
    from newind.questions.index.trial import IndexTrial


@dataclass(frozen=True, eq=False)
class ReportExtras:
    """Optional parts of a report beside the index itself; what is None is left out."""

    sensitivity: Sensitivity | None = None
    audit: Audit | None = None
    trial: IndexTrial | None = None


def report(
    board: Scoreboard,
    origin: ReportProvenance,
    lang: Lang = "en",
    year: int | None = None,
    focus: str = "",
    extras: ReportExtras | None = None,
) -> IndexReport:
    """Return the report of an index.

    Parameters
    ----------
    board : Scoreboard
        The index, with its replications where ranks are to have intervals.
    origin : ReportProvenance
        What reproduces it.
    lang : {"en", "zh"}
    year : int, optional
        Whose ranking is shown; the last one that is scored.
    focus : str
        Unit to dwell on; the first by rank if left out.
    extras : ReportExtras, optional

    Raises
    ------
    UnknownNameError
        For a year or a unit that is not scored.
    """
    chosen = board.last if year is None else year
    voice, more = ReportWording(board, lang, chosen, board.find_focus(chosen, focus)), extras or ReportExtras()
    index = board.index
    seed = "" if board.doubt is None else _seed(voice)
    name = index.spec.name.get(lang, "") or voice.label(index.tree.top)
    return IndexReport(
        lang, name, chosen, _headline(voice), _lead(voice), _keys(voice, more), _parts(voice, more), origin,
        f"newind {__version__}", seed,
    )  # fmt: skip


def _seed(voice: ReportWording) -> str:
    doubt = voice.board.doubt
    return "" if doubt is None else voice.note("seed", seed=doubt.seed, replications=f"{doubt.replications:,}")


def _headline(voice: ReportWording) -> str:
    """Return who is first, with what score, and how sure that is."""
    first, scale = voice.places[0], voice.board.scale
    wide = first.ranks is not None and not has_settled_rank(*first.ranks, len(voice.places))
    scaled = scale is not None and scale[0] == 0
    kind = ("wide_of" if scaled else "wide_plain") if wide else "en_of" if scaled else "plain"
    said = HEADLINE[kind][voice.lang].format(
        name=voice.name(first.unit), score=voice.score(first.score), n=len(voice.places), kind=voice.kinds,
        top=f"{scale[1]:g}" if scale else "",
    )  # fmt: skip
    firm = "none" if first.ranks is None else "sure" if first.ranks[0] == first.ranks[1] else "wide" if wide else "open"
    return said + FIRM[firm][voice.lang].format(ends=voice.ends(first.ranks, 0))


def _lead(voice: ReportWording) -> str:
    board, lang = voice.board, voice.lang
    panel = "panel" if len(board.years) > 1 else "single"
    span = years(board.years[0], board.years[-1], lang) if board.years else ""
    figures = {
        "n": len(board.units),
        "m": len(board.places),
        "kind": voice.kinds,
        "one": voice.one.lower(),
        "years": span,
    }
    half = ""
    if board.doubt is not None:
        widest = max(voice.places, key=lambda p: p.ranks[1] - p.ranks[0] if p.ranks else 0)
        half = HALF[lang].format(
            replications=f"{board.doubt.replications:,}", middle=middle_width(voice.places),
            widest=voice.name(widest.unit), ends=voice.ends(widest.ranks, 0),
        )  # fmt: skip
    counts = {"indicators": len(board.index.tree.indicators), "parts": len(board.parts)}
    said = LEAD[lang].format(rows=ROWS[panel][lang].format(**figures), half=half, **counts).strip()
    return mark("before_unit", lang).join([said, *(text[lang] for text in lacks(board.index.spec))])


def _keys(voice: ReportWording, extras: ReportExtras) -> tuple[tuple[str, str], ...]:
    """Return the four numbers at the top, with what they are."""
    first, lang = voice.places[0], voice.lang
    kind = voice.kinds.removeprefix(mark("counter", lang))
    scored = KEYS["scored" if voice.year is not None else "scored_plain"][lang].format(kind=kind, year=voice.year)
    made = [(str(len(voice.places)), scored)]
    made.append((voice.score(first.score), KEYS["first"][lang].format(name=voice.name(first.unit))))
    if first.ranks is not None:
        near = [p for p in voice.places if p.ranks and p.rank - p.ranks[0] <= 1 and p.ranks[1] - p.rank <= 1]
        made.append((percent(len(near) / len(voice.places), lang, 0), KEYS["firm"][lang]))
    if extras.sensitivity is not None:
        alone = extras.sensitivity.overall["first"].drop("together")
        factor = FACTORS[str(alone.idxmax())][lang]
        told = factor[:1].lower() + factor[1:]
        made.append((percent(float(alone.max()), lang, 0), KEYS["largest"][lang].format(factor=told)))
    return tuple(made)


def _parts(voice: ReportWording, extras: ReportExtras) -> tuple[ReportSection, ...]:
    """Return the sections that there is something to say in."""
    drawn = drawings(voice)
    some = [
        _part(voice, "ranking", drawn, ("ranks",), grids=(grids.ranking(voice),)),
        _part(voice, "pillars", drawn, ("heatmap", "radar")),
        _part(voice, "years", drawn, ("scores", "coordination")),
        _choices(voice, extras),
        _scenario(voice, extras),
        _audit(voice, extras),
        _build_gaps_part(voice),
        _recipe(voice),
        _elements(voice),
    ]
    return tuple(p for p in some if p is not None and (p.figures or p.grids or p.lead))


def _part(
    voice: ReportWording, id: str, drawn: dict[str, ReportChart], wanted: tuple[str, ...], grids: tuple[Grid, ...] = ()
) -> ReportSection:
    figures = tuple(drawn[name] for name in wanted if name in drawn)
    return ReportSection(id, PAGE[id][voice.lang], figures=figures, grids=grids)


def _choices(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    found = extras.sensitivity
    if found is None:
        return None
    dropped = [voice.note("dropped", what=voice.listing(list(found.dropped)))] if found.dropped else []
    lead = voice.note("choices", n=f"{found.combinations:,}")
    return ReportSection(
        "choices", PAGE["choices"][voice.lang], lead, grids=(grids.choices(voice, found),), notes=tuple(dropped)
    )


def _scenario(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    trial, lang = extras.trial, voice.lang
    if trial is None:
        return None
    lead = voice.note(
        "scenario", label=trial.label[lang], name=trial.name, horizon=HORIZONS[trial.horizon][lang], cases=trial.cases
    )
    held = (
        [voice.note("held", what=("; " if lang != "zh" else "；").join(h[lang] for h in trial.held))]
        if trial.held
        else []
    )
    return ReportSection(
        "scenario", PAGE["scenario"][lang], lead, grids=grids.scenario(voice, trial), notes=tuple(held)
    )


def _audit(voice: ReportWording, extras: ReportExtras) -> ReportSection | None:
    if extras.audit is None:
        return None
    short, every = grids.build_audit_grids(voice, extras.audit)
    return ReportSection(
        "audit", PAGE["audit"][voice.lang], extras.audit.summary(voice.lang), grids=(short,), folded=(every,)
    )


def _build_gaps_part(voice: ReportWording) -> ReportSection:
    if not voice.board.gaps:
        return ReportSection("unscored", PAGE["unscored"][voice.lang], NOTES["all"][voice.lang])
    least = percent(voice.board.index.spec.recipe.screen.min_available, voice.lang, 0)
    return ReportSection(
        "unscored",
        PAGE["unscored"][voice.lang],
        voice.note("unscored", least=least),
        grids=(grids.build_gaps_grid(voice),),
    )


def _recipe(voice: ReportWording) -> ReportSection:
    steps, log = grids.recipe(voice)
    return ReportSection("recipe", PAGE["recipe"][voice.lang], grids=(steps,), folded=(log,))


def _elements(voice: ReportWording) -> ReportSection:
    first, *others = grids.elements(voice)
    note = voice.board.index.spec.note.get(voice.lang, "")
    return ReportSection("elements", PAGE["elements"][voice.lang], note, grids=(first,), folded=tuple(others))
