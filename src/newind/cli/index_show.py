"""Output of ``newind index``: rankings with intervals, economies without a score, what ranks depend on, scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.cli.index_words import word
from newind.cli.output import say, show_table
from newind.cli.wrapping import wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.questions.index.board import ExclusionGroup
    from newind.questions.index.trial import IndexTrial
    from newind.questions.index.voice import ReportWording
    from newind.index.analysis.versions import Comparison
    from newind.index.audit import Audit
    from newind.index.variance import Sensitivity

MOST_PARTS = 8
"""Pillars that stand beside the score on a terminal."""
MOST_YEARS = 12
COLUMNS = 100


def show_ranking(voice: ReportWording) -> None:
    """Print the ranking of a year: rank with its interval, score, pillars."""
    board, lang = voice.board, voice.lang
    doubt = board.doubt
    sure = "" if doubt is None else word("sure", lang, replications=f"{doubt.replications:,}", seed=doubt.seed)
    year = "" if voice.year is None else word("year", lang, year=voice.year)
    name = board.index.spec.label(board.index.tree.top, lang)
    say(word("ranking", lang, name=name, year=year, n=len(voice.places), kind=voice.kinds, sure=sure))
    parts = board.parts[:MOST_PARTS]
    heads = [word("rank", lang), *([word("interval", lang)] if doubt else []), *_who_heads(voice)]
    heads += [word("score", lang), *(voice.label(c) if lang == "zh" else c for c in parts)]
    rows = [
        [str(p.rank), *([voice.ends(p.ranks, 0)] if doubt else []), *_who(voice, p.unit), voice.score(p.score),
         *(voice.score(p.parts[c]) for c in parts)]
        for p in voice.places
    ]  # fmt: skip
    show_table(heads, rows, (">>" if doubt else ">") + "<" * len(_who_heads(voice)) + ">" * (1 + len(parts)))


def _who(voice: ReportWording, code: str) -> list[str]:
    """Return the code of a unit, with its name where units have names."""
    return [code, voice.name(code)] if voice.named else [code]


def _who_heads(voice: ReportWording) -> list[str]:
    names = ["unit", "name"] if voice.named else ["unit"]
    return [word(name, voice.lang) for name in names]


def show_years(voice: ReportWording) -> None:
    """Print the scores of every unit in the last years."""
    board, lang = voice.board, voice.lang
    say(word("all", lang, name=board.index.spec.label(board.index.tree.top, lang)))
    shown = board.years[-MOST_YEARS:]
    final = {u: board.course(u)[-len(shown) :] for u in board.units}
    order = sorted(final, key=lambda u: -(final[u][-1] if final[u][-1] == final[u][-1] else -1e9))
    rows = [[*_who(voice, u), *(voice.score(v) if v == v else "–" for v in final[u])] for u in order]
    heads = _who_heads(voice)
    show_table([*heads, *map(str, shown)], rows, "<" * len(heads) + ">" * len(shown))


def show_lacks(voice: ReportWording, apart: Sequence[tuple[int, int]] = ()) -> None:
    """Print what a reduced index is scored without, and which years are of other databases."""
    from newind.index.reduced import lacks

    lang = voice.lang
    texts = [text[lang] for text in lacks(voice.board.index.spec)]
    if apart:
        texts.append(word("apart", lang, years=voice.years(apart)))
    if texts:
        say()
    for text in texts:
        show_lines(text)


def show_gaps(voice: ReportWording) -> None:
    """Print what is not scored: units and years together that lack the same."""
    from newind.language.words import percent

    board, lang = voice.board, voice.lang
    if not board.gaps:
        return
    least = percent(board.index.spec.recipe.screen.min_available, lang, 0)
    say("\n" + word("unscored", lang, least=least, n=len(board.index.tree.indicators)))
    for gap in board.gaps:
        show_lines(format_gap(voice, gap))


def format_gap(voice: ReportWording, gap: ExclusionGroup) -> str:
    """Return a line on units that are not scored in some years."""
    from newind.language.words import percent

    lang = voice.lang
    low, high = (percent(v, lang, 0) for v in gap.known)
    lacking = gap.pillars or gap.missing
    names = voice.listing([voice.label(c) if gap.pillars or lang == "zh" else c for c in lacking])
    what = word("pillar", lang, pillars=names) if gap.pillars else word("indicators", lang, codes=names)
    figures = {
        "units": voice.join_units(gap.units, codes=True),
        "known": low if low == high else f"{low.removesuffix('%')}–{high}",
        "what": what,
    }
    return (
        word("gap", lang, years=voice.years(gap.years), **figures) if gap.years else word("gap_plain", lang, **figures)
    )


def show_lines(text: str) -> None:
    """Print a text in lines of a terminal, the later ones set in."""
    for k, line in enumerate(wrap_text(text, COLUMNS - 4)):
        say(("  " if k == 0 else "    ") + line)


def show_failures(voice: ReportWording) -> None:
    """Print how many replications failed, and why."""
    doubt, lang = voice.board.doubt, voice.lang
    if doubt is None:
        return
    if not doubt.failed:
        say("\n" + word("none_failed", lang))
        return
    why = "; ".join(f"{reason} ({n})" for reason, n in doubt.failed.items())
    say()
    show_lines(word("failed", lang, n=sum(doubt.failed.values()), of=doubt.replications, why=why))


def show_doubt(voice: ReportWording) -> None:
    """Print rank and score of a year with their intervals, and how often the rank is the same."""
    board, lang = voice.board, voice.lang
    if board.doubt is None:
        return
    same = dict(zip(((p.unit, p.year) for p in board.places), board.doubt.ranks["same"], strict=True))
    who = _who_heads(voice)
    heads = [*who, *(word(n, lang) for n in ("rank", "median", "interval", "same", "score", "interval"))]
    rows = [
        [*_who(voice, p.unit), str(p.rank), f"{p.median:.0f}", voice.ends(p.ranks, 0),
         f"{same[p.unit, p.year]:.0%}", voice.score(p.score), voice.ends(p.scores)]
        for p in voice.places
    ]  # fmt: skip
    show_table(heads, rows, "<" * len(who) + ">" * 6)


def show_shares(voice: ReportWording, found: Sensitivity) -> None:
    """Print the share of the variance of ranks that each choice accounts for."""
    from newind.documents.report.grids import choices

    lang = voice.lang
    say("\n" + word("shares", lang, n=f"{found.combinations:,}"))
    grid = choices(voice, found)
    show_table([word(n, lang) for n in ("choice", "alone", "total", "alternative")], grid.rows, "<>><")
    for what, why in found.dropped.items():
        show_lines(f"{what}: {why}")


def show_trial(voice: ReportWording, trial: IndexTrial) -> None:
    """Print the scores of a scenario beside those of the baseline, with ranges, and what was held."""
    from newind.documents.report.grids import headline, scenario
    from newind.questions.index.words import HORIZONS

    lang = voice.lang
    horizon = HORIZONS[trial.horizon][lang]
    say("\n" + word("scenario", lang, label=trial.label[lang], name=trial.name, horizon=horizon, year=trial.year))
    grid = scenario(voice, trial)[0]
    heads = [word(n, lang) for n in ("unit", "name", "observed", "baseline", "changed", "change", "span", "rank")]
    rows = [[r.unit, *row] for r, row in zip(trial.rows, grid.rows, strict=True)]
    show_table(heads, rows, "<<>>>>>>")
    say("\n" + word("by_pillar", lang))
    parts = voice.board.parts[:MOST_PARTS]
    changes = [[r.unit, *(headline(voice, r.parts[c]) for c in parts)] for r in trial.rows]
    show_table(
        [word("unit", lang), *(voice.label(c) if lang == "zh" else c for c in parts)], changes, "<" + ">" * len(parts)
    )
    say()
    show_lines(word("range", lang, n=trial.cases))
    if trial.failed:
        show_lines(word("lost", lang, n=len(trial.failed), why="; ".join(trial.failed[:3])))
    if trial.held:
        say("\n" + word("held", lang))
    for line in trial.held:
        show_lines(line[lang])


def show_audit(audit: Audit, lang: str) -> None:
    """Print the ten steps with their marks, the figure and threshold of each check, and what needs attention."""
    from newind.index.audit.report import format_mark

    say(f"{audit.name[lang]}: {audit.summary(lang)}" if lang == "en" else f"{audit.name[lang]}：{audit.summary(lang)}")
    for step in audit.steps:
        say(f"\n{step.number:>2} {step.title[lang]}  {format_mark(step.mark, lang)}")
        rows = [["  " + format_mark(c.mark, lang).split(" ")[0], c.title[lang], c.figure, c.limit] for c in step.checks]
        show_table(["", "", "", ""], rows, "<<><")
        for check in step.checks:
            if check.mark != "pass":
                show_lines(f"  {format_mark(check.mark, lang)[0]} {check.text[lang]}")


def show_comparison(voice: ReportWording, found: Comparison, names: Sequence[str]) -> None:
    """Print what differs between two versions, and how scores and ranks of the last year move."""
    lang = voice.lang
    say(word("settings", lang))
    rows = [[str(r.setting), _short(r.this), _short(r.other)] for r in found.settings.itertuples()]
    show_table([word("setting", lang), *names], rows, "<<<")
    units = found.units
    change = units["change"].to_numpy(dtype=float)
    figures = {"ranks": f"{found.rank_correlation:.3f}", "scores": f"{found.score_correlation:.3f}"}
    figures |= {"moved": str(int((change != 0).sum())), "most": f"{abs(change).max():.0f}"}
    say()
    show_lines(word("agree", lang, n=len(units), **figures))
    say()
    shown = units if voice.year is None else units[units.index.get_level_values("time") == voice.year]
    score, rank = word("score", lang), word("rank", lang)
    who = _who_heads(voice)
    show_table([*who, score, "→", rank, "→", "±"], _moves(voice, shown), "<" * len(who) + ">" * 5)
    for which, only in (("first", found.only_this), ("second", found.only_other)):
        if only:
            show_lines(word("only", lang, which=word(which, lang), rows=voice.listing(only)))


def _moves(voice: ReportWording, units: pd.DataFrame) -> list[list[str]]:
    """Return score and rank of each unit in both versions, and how many places it moves up."""
    codes = [str(u) for u in units.index.get_level_values("unit" if units.index.nlevels > 1 else 0)]
    columns = ["score", "score_other", "rank", "rank_other", "change"]
    rows = []
    for code, (a, b, before, after, change) in zip(codes, units[columns].to_numpy(dtype=float), strict=True):
        rows.append(
            [
                *_who(voice, code),
                voice.score(a),
                voice.score(b),
                f"{before:.0f}",
                f"{after:.0f}",
                _format_change(change),
            ]
        )
    return rows


def _format_change(change: float) -> str:
    return f"{int(change):+d}".replace("-", "−") if change else "0"


def _short(value: object) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
