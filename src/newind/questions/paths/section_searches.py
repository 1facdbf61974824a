"""The section "A robust policy package": the best use of a budget, what comes next, whether it holds elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.charts.proofs import Bars, ChartRow
from newind.errors import NewindError, PolicyError, UnknownNameError, tell
from newind.language.words import decimal, join_list, listing, percent
from newind.messages import message, say
from newind.pathways.chances import find_path_ranges
from newind.pathways.outlook import settle
from newind.pathways.pathway import pathway
from newind.pathways.roadmap import roadmap
from newind.pathways.scenarios import scenarios
from newind.pathways.search import search
from newind.pathways.targets import targets_of
from newind.policy.effects import part
from newind.policy.levers import FAMILIES
from newind.policy.packages import desk
from newind.policy.signs import SIGNS, STATED
from newind.questions.answers import share
from newind.questions.model import Block, DepthSection, TableSection
from newind.questions.paths import searches as words
from newind.questions.paths.section_voice import STOPS, PathwayWording, load_words, search_figures
from newind.questions.policies.family_trials import adapt_package, simulate_families
from newind.questions.policies.trials import NOTHING
from newind.questions.provenance import in_python
from newind.questions.wording import format_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.pathways.outlook import Outlook
    from newind.pathways.pathway import Pathway
    from newind.pathways.reasons import RobustnessResult
    from newind.pathways.roadmap import Roadmap
    from newind.pathways.search import SearchResult
    from newind.pathways.searching import CandidatePackage
    from newind.pathways.targets import RoadmapTargets
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.questions.answers import Answer
    from newind.questions.model import Card
    from newind.questions.provenance import References
    from newind.typing import Array


ID = "package"
CHOSEN, CENTRAL = "chosen", "central"
"""Code of the bars of the chosen package, and of the case as it is assumed."""
BETTER = 5e-5
"""Regret up to which a package counts as no worse."""


def search_section(refs: References) -> DepthSection | None:
    """Return the section of a brief, none where the accounts have no path, which the section before says.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is simulated are entered there.
    """
    voice, ctx = PathwayWording(refs, "search"), refs.ctx
    if not ctx.w.closed:
        return None
    with suppress(NewindError):
        project_families(ctx.w, ctx.region, ctx.outlook)
        return _build_section(voice)
    return None


def _build_section(voice: PathwayWording) -> DepthSection:
    ctx, title = voice.ctx, voice.title("held")
    try:
        found = search_families(ctx.w, ctx.region, ctx.outlook)
    except NewindError as error:
        return DepthSection(title, voice.explain_refusal("refused-search", error), ID)
    answer = words.search_of(found)
    blocks = tuple(_blocks(found, answer, voice))
    return DepthSection(
        title=title,
        lead=voice.join_sentences(_lead(found, answer)),
        id=ID,
        topic="s2",
        cards=tuple(c for k in blocks for c in k.cards),
        tables=tuple(t for k in blocks for t in k.tables),
        blocks=blocks,
        methods=tuple(_methods(found, answer, voice)),
        command=in_python(
            f"search_families({voice.arguments}).chosen",
            "newind.questions.paths.section_searches.search_families",
        ),
        again=str(load_words()["again-search"][voice.lang]),
        figures=tuple(search_figures(found)),
        labels=voice.labels(),
    )


def _lead(found: SearchResult, answer: Answer) -> tuple[Text, ...]:
    """Return what is best, what is passed over, which limits bind, what is next and whether it holds; cards say why."""
    binding = sum(b.binds for b in found.bounds)
    tail = (max(binding, 1) if found.bounds else 0) + (found.runner_up is not None)
    tail += found.robust is not None and len(found.robust.points) > 1
    first = 2 + bool(found.left_out)
    return (*answer.lead[:first], *answer.lead[first:][-tail:]) if tail else answer.lead[:first]


def _blocks(found: SearchResult, answer: Answer, voice: PathwayWording) -> Iterator[Block]:
    """Yield what the package adds in other scenarios beside the criteria, its parts, its limits and what was tried.

    Where nothing is done, there is nothing to try elsewhere: what keeps the limits stands alone, if anything does.
    """
    if not found.chosen.active_sizes:
        if len(found.tried) > 1:
            yield Block(tables=(_build_packages_table(found, voice),))
        return
    tables = [_parts(answer, voice)]
    if found.bounds:
        tables.append(_limits(answer, voice))
    if found.robust is None:
        yield Block(tables=(*tables, _build_packages_table(found, voice)), folded=("search-tried",))
        return
    tables = [_criteria(found, found.robust, voice), *tables, _build_packages_table(found, voice)]
    yield Block(cards=(_worlds(found, found.robust, voice),), tables=tuple(tables), folded=("search-tried",))


# ---- what is done
def join_families(p: CandidatePackage, lang: str) -> str:
    """Return the families of a package with their sizes.

    Examples
    --------
    >>> from newind.pathways.searching import CandidatePackage
    >>> join_families(CandidatePackage({"innovation": 2.0, "environment": 0.0}), "en")
    'Innovation 200%'
    """
    ends = message("paths.section.policy")[lang]
    parts = [
        say("paths.section.family", lang, family=FAMILIES[n][lang].removesuffix(ends), size=percent(s, lang, 0))
        for n, s in p.active_sizes.items()
    ]
    return join_list(parts, lang) or str(load_words()["rows"]["nothing"][lang])


def _parts(answer: Answer, voice: PathwayWording) -> TableSection:
    made = voice.table(answer, "package", "package")
    refs = (voice.number("search.real_income"), voice.number("search.bill"))
    return TableSection(
        "search-package", made.title, "", made.header, made.rows, made.numeric, voice.line("package-note"), refs
    )


def _format_change(value: float, lang: str) -> str:
    return ("+" if value > 0 else "") + share(value, lang)


def _limits(answer: Answer, voice: PathwayWording) -> TableSection:
    made = voice.table(answer, "limits", "limits")
    return TableSection("search-limits", made.title, "", made.header, made.rows, made.numeric)


def _build_packages_table(found: SearchResult, voice: PathwayWording) -> TableSection:
    """Return the packages that keep the limits, those whose real income may be stated first, the best first."""
    lang = voice.lang
    rows = []
    stated = sorted((p for p in found.tried if p.verdict in STATED), key=lambda p: -p.figures["real_income"])
    for p in (*stated, *(p for p in found.tried if p.verdict not in STATED)):
        income, *others = (decimal(100 * p.figures[n], 2, lang, sign=True) for n in ("real_income", "co2", "bill"))
        said = income if p.verdict in STATED else SIGNS[p.verdict or "unknown"][lang]
        rows.append((join_families(p, lang), said, *others))
    refs = tuple(voice.number(f"search.{n}") for n in ("real_income", "co2", "bill"))
    head = tuple(load_words()["heads"]["tried"][lang])
    return TableSection("search-tried", voice.title("tried"), "", head, tuple(rows), (1, 2, 3), refs=refs)


# ---- other scenarios
def _worlds(found: SearchResult, r: RobustnessResult, voice: PathwayWording) -> Card:
    """Return what the package and the next one add in each scenario."""
    lang, mine = voice.lang, r.points.index(found.chosen)
    labels = {c["name"]: c["label"] for c in found.request["cases"]}
    others = [k for k in range(len(r.points)) if k != mine]
    rows = []
    for name, values in zip((CENTRAL, *r.cases), (_here(found, r), *r.values.T), strict=True):
        rows.append(ChartRow(CHOSEN, float(values[mine]), label=labels.get(name, load_words()["rows"]["central"])))
        rows += [ChartRow(name, float(values[k]), label=load_words()["rows"]["next"]) for k in others]
    adds, missed = r.values[mine], r.values.max(axis=0) - r.values[mine]
    bad = int((missed > BETTER).sum())
    shown = {"n": len(r.cases), "bad": bad, "regret": share(float(missed.max()), lang)}
    ends = {"low": _format_change(float(adds.min()), lang), "high": _format_change(float(adds.max()), lang)}
    goal = found.aims.goals[0]
    shown["gap"] = share(max((r.gap(mine, k, goal) for k in others), default=0.0), lang)
    alike = "regret-alike" if r.is_indifferent(mine, goal) else ""
    told = alike or ("regret-alone" if not others else "regret-some" if bad else "regret-none")
    sentence = voice.line(told, **shown, **ends)
    out = [labels[name][lang] for name, kept in zip(r.cases, r.kept[mine], strict=True) if not kept]
    sentence += voice.line("broken", which=listing(out, lang)) if out else ""
    note = voice.line("regret-note", last=found.request["until"]) if others else ""
    proof = Bars(tuple(rows), CHOSEN, "1")
    return voice.card("regret", "s1", sentence, proof, note, ("search.adds", "search.regret"))


def _here(found: SearchResult, r: RobustnessResult) -> list[float]:
    """Return what each package adds as it is assumed here."""
    return [p.figures["real_income"] - found.nothing.figures["real_income"] for p in r.points]


def _criteria(found: SearchResult, r: RobustnessResult, voice: PathwayWording) -> TableSection:
    """Return the packages by the four criteria, and which is the best by each."""
    lang, judged = voice.lang, r.judged
    names = words.load_words()["best_by"]
    rows = []
    for k, p in enumerate(r.points):
        won = [names[c][lang] for c in words.best_by(found, k)]
        figures = [_format_change(float(v[k]), lang) for v in (judged.expected, judged.worst)]
        rows.append(
            (join_families(p, lang), *figures, share(float(judged.regret[k]), lang),
             percent(float(judged.enough[k]), lang, 0), join_list(won, lang))
        )  # fmt: skip
    return TableSection(
        "search-criteria", voice.title("cases"), "", tuple(load_words()["heads"]["cases"][lang]), tuple(rows),
        (1, 2, 3, 4), note=voice.line("robust", last=found.request["until"]),
        refs=(voice.number("search.adds"), voice.number("search.regret")),
    )  # fmt: skip


# ---- method
def _methods(found: SearchResult, answer: Answer, voice: PathwayWording) -> Iterator[str]:
    """Yield what was searched, in which scenarios, and what the words mean."""
    lang, request = voice.lang, found.request
    sizes = listing([percent(s, lang, 0) for s in np.linspace(0.0, request["most"], LEVELS)], lang)
    carbon = voice.line("carbon-limit", last=request["until"]) if "co2" in request["limits"] else ""
    many = format_count(len(found.choices), lang)
    yield voice.line("space", many=many, sizes=sizes, last=request["until"], carbon=carbon)
    names = STOPS[lang].join(c["label"][lang] for c in request["cases"])
    yield voice.join_sentences((voice.line("worlds", names=names), voice.line("wider")))
    yield from (n[lang] for n in answer.notes[:2])
    yield voice.line("wto")


BEHIND = {
    "knowledge": ("rd_return",),
    "diffusion": ("diffusion_imports",),
    "digital": ("digital_elasticity",),
    "data": ("data_sharing",),
}
"""Main assumptions of mechanisms: parameters that only a package feels, so that all cases have the same baseline."""
BUDGET = "1%GDP"
"""Most that the package of a search may cost, in present value."""
CHOSEN_ACTIONS, MOST, LEVELS = 2, 2.0, 3
"""Families that a search chooses from, the most of each, and at how many sizes from 0 on each is tried."""


@dataclass(frozen=True, eq=False)
class FamilyPathway:
    """All families of policy followed year by year in a region.

    Parameters
    ----------
    path : Pathway
        With them; its ``baseline`` is without.
    roadmap : Roadmap or None
        Targets against the same path, where targets of the economy come with newind; it then dates the families.
    shipped : bool
        Whether the package is the shipped one; its region is replaced otherwise.
    region : str
    mechanisms : dict of str to float
        What each adds to the change of real income in the last year, as of `Pathway.mechanisms`.
    varied : tuple of str
        Assumptions that ranges are over.
    real_income, co2 : Range
        Of the changes, each assumption low and high by itself; (T, R).
    """

    path: Pathway
    roadmap: Roadmap | None
    shipped: bool
    region: str
    mechanisms: dict[str, float]
    varied: tuple[str, ...]
    real_income: Range
    co2: Range

    @property
    def at(self) -> int:
        """Position of the region."""
        return self.path.regions.index(self.region)


@memo
def project_families(w: Accounts, region: str, given: Outlook | None = None) -> FamilyPathway:
    """Return the families of policy followed in an outlook, the default one where None; remembered with the accounts.

    Raises
    ------
    NewindError
        Where the accounts have no path: without growth of the economies after their year, or without an equilibrium.
    """
    posed, shipped = adapt_package(region, w)
    package = simulate_families(w, region).package.model_copy(update={"label": posed.label})
    own = _targets(region) if shipped else None
    met = settle(w, given, region=region)
    mapped = None if own is None else roadmap(w, own, package, outlook=met)
    path = pathway(w, package, outlook=met) if mapped is None else mapped.path
    r = path.regions.index(region)
    parts = {name: float(values[-1, r]) for name, values in path.mechanisms.items()}
    varied = BEHIND[max(BEHIND, key=lambda name: abs(parts.get(name, 0.0)))]
    ranges = find_path_ranges(path, ("real_income", "co2"), list(_ends(path, varied)))
    return FamilyPathway(path, mapped, shipped, region, parts, varied, *ranges)


def _targets(region: str) -> RoadmapTargets | None:
    """Return the targets that come with newind for an economy and all families."""
    try:
        found = targets_of(region)
    except UnknownNameError:
        return None
    return found if found.package == desk().together else None


def _ends(p: Pathway, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the ends of each assumption by itself."""
    for name in names:
        low_high = (p.prospects if name in p.prospects.to_dict() else p.base.lab.assumptions).range(name)
        yield from ({name: value} for value in dict.fromkeys(low_high))


@memo
def search_families(w: Accounts, region: str, given: Outlook | None = None) -> SearchResult:
    """Return the best use of a budget among the families of policy that compete for it; remembered with the accounts.

    The two families that cost most are tried at no, their own and twice their own size, for real income in the last
    year of the path, within the budget and without more CO2 than the baseline has; dates and assumptions are those of
    `project_families`. Whether the package holds is tried in every scenario that can happen on the accounts.

    Raises
    ------
    NewindError
        As of `project_families`; where fewer than two families can be tried.
    """
    path = project_families(w, region, given).path
    names = dearest(w, region)
    if len(names) < CHOSEN_ACTIONS:
        raise PolicyError(tell("trial.few"))
    choices = [_alone(path.package, name) for name in names]
    limits = {"co2": 0.0} if "co2" in w.satellites else {}
    most = MOST if all(_doubles(w, c) for c in choices) else 1.0
    return search(
        w, region, "real_income", choices, budget=BUDGET, limits=limits, outlook=path.outlook,
        most=most, evaluations=LEVELS**CHOSEN_ACTIONS, reasons=0,
        cases=scenarios(w),
    )  # fmt: skip


def dearest(w: Accounts, region: str) -> tuple[str, ...]:
    """Return the families that cost the government most by themselves, in their order; then those that bring most."""
    found = [
        f for f in simulate_families(w, region).families if f.real_income.known and abs(f.real_income.central) > NOTHING
    ]
    first = sorted(found, key=lambda f: (-max(f.bill.central, 0.0), -f.adds))[:CHOSEN_ACTIONS]
    return tuple(f.id for f in found if f in first)


def _alone(package: Package, name: str) -> Package:
    return part(package, [name]).model_copy(update={"name": name, "label": dict(FAMILIES[name])})


def _doubles(w: Accounts, choice: Package) -> bool:
    """Tell whether a family can go twice as far."""
    from newind.pathways.choices import choices_of, compose_package

    try:
        compose_package(choices_of(w, [choice]), [MOST], [None], choice.name)
    except NewindError:
        return False
    return True


def level_band(p: Pathway, r: int, name: str, found: Range) -> tuple[Array, Array]:
    """Return the lowest and the highest level over that of the benchmark year; all cases have the same baseline."""
    beside = p.baseline.series(name)[: len(p.years), r]
    return beside * (1.0 + found.low[:, r]), beside * (1.0 + found.high[:, r])
