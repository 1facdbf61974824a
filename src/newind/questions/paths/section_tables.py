"""Tables of the section "The pathway": targets with status and pace, and errors of hindcasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.language.words import decimal, in_brackets
from newind.messages import in_each
from newind.pathways.hindcast import PRODUCT, STRUCTURE, read_errors
from newind.pathways.progress import STATUSES
from newind.questions.model import TableSection
from newind.questions.paths import pathways, roadmaps
from newind.questions.paths.section_voice import load_words

if TYPE_CHECKING:
    from newind.language.words import Lang
    from newind.pathways.progress import Milestone
    from newind.pathways.roadmap import Roadmap
    from newind.questions.paths.section_voice import PathwayWording

LITTLE = 0.05
"""Share by which the model must err less than a constant to be called better."""
NONE = in_each(lambda lang: "—" if lang == "zh" else "–")


def targets_table(found: Roadmap, voice: PathwayWording) -> TableSection:
    """Return every target at each of its years: goal, last value, status, paces, where the path leads."""
    lang = voice.lang
    return TableSection(
        "path-targets",
        voice.title("targets"),
        voice.join_sentences(_describe_milestones(found, lang)),
        tuple(load_words()["heads"]["targets"][lang]),
        tuple(_target(m, lang) for m in found.milestones),
        numeric=(1, 2, 3, 5, 6, 7, 8, 9),
        note=voice.line("targets-note"),
        refs=(voice.number("roadmap.projected"),),
    )


def _describe_milestones(found: Roadmap, lang: Lang) -> tuple[str, str]:
    """Return how many milestones stand how, and how many the path reaches."""
    lines, values = roadmaps.load_words()["lines"], [m.progress.status for m in found.milestones]
    counted = lines["counted"][lang].format(n=len(values), **{s: values.count(s) for s in STATUSES})
    if not found.projected_milestones:
        return counted, lines["followed-none"][lang]
    reached, without = (
        sum(m.goal.meets_target(v) for m, v in zip(found.projected_milestones, led, strict=True))
        for led in ([m.projected for m in found.projected_milestones], [m.without for m in found.projected_milestones])
    )
    called = found.path.package.label[lang]
    words = {"n": len(found.projected_milestones), "package": called, "reached": reached, "without": without}
    return counted, lines["followed"][lang].format(**words)


def _target(m: Milestone, lang: Lang) -> tuple[str, ...]:
    per = 1.0 if m.goal.points else 100.0
    values = roadmaps.load_words()["values"]
    reason = values["reason"].get(m.progress.reason, {}).get(lang, "")
    status = values["status"][m.progress.status][lang]
    seen = NONE[lang] if m.seen is None else in_brackets(_number(m.seen[1], lang), str(m.seen[0]), lang)
    return (
        m.target.label[lang],
        str(m.year),
        _number(m.goal.value, lang),
        seen,
        in_brackets(status, reason, lang) if reason else status,
        *(_number(v * per, lang, sign=True) for v in (m.progress.needed, m.progress.paced, m.pace)),
        *(_number(v, lang) for v in (m.projected, m.without)),
    )


def _number(value: float, lang: str, *, sign: bool = False) -> str:
    return decimal(value, 2 if abs(value) < 10 else 1, lang, sign=sign) if np.isfinite(value) else NONE[lang]


def hindcast_table(voice: PathwayWording) -> TableSection:
    """Return the errors of the model beside those of no change and of a trend, and what they say."""
    lang, errors, words = voice.lang, read_errors(), pathways.load_words()
    names = ("model", "no_change", "trend")
    head = [words["columns"][c][lang] for c in ("measure", "first_year", "last_year")]
    head += [words["short"][c][lang] for c in names]
    rows = [
        (
            words["values"]["measure"][row.measure][lang],
            str(row.first),
            str(row.last),
            *(_error(getattr(row, name), voice) for name in names),
        )
        for row in errors.itertuples()
    ]
    return TableSection(
        "path-hindcast", voice.title("hindcast"), verdict(voice), tuple(head), tuple(rows), (3, 4, 5),
        note=voice.line("hindcast-note"), refs=(voice.number("path.hindcast"),),
    )  # fmt: skip


def verdict(voice: PathwayWording) -> str:
    """Return what the hindcasts say: whether the structure of the model is any better than a constant."""
    errors = read_errors()
    shares, product = (errors[errors["measure"].isin(names)] for names in (STRUCTURE, (PRODUCT,)))
    model, constant = float(shares["model"].mean()), float(shares["no_change"].mean())
    better = model < (1.0 - LITTLE) * constant
    return voice.line(
        "hindcast-better" if better else "hindcast-same",
        model=voice.points(model, 2), constant=voice.points(constant, 2),
        gdp=voice.points(float(product["model"].mean())), trend=voice.points(float(product["trend"].mean())),
    )  # fmt: skip


def _error(value: float, voice: PathwayWording) -> str:
    return voice.points(float(value)) if np.isfinite(value) else NONE[voice.lang]
