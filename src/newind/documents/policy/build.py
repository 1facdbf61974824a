"""From one or two simulations to a policy brief: what the two pages show is computed, and nothing else."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import STYLES, style
from newind.documents import build
from newind.documents.policy import front, proof
from newind.documents.sheets.fit import HIGH, Ruler, drop_after, drop_eighth, fit, has_room
from newind.documents.sheets.model import AttachedFile, Heading, PagedBrief
from newind.documents.sheets.voice import Voice
from newind.errors import DataError, tell
from newind.measures.context import Context
from newind.policy.packages import names as shipped, package as shipped_package
from newind.questions import wording
from newind.questions.policies.scenarios import try_scenarios
from newind.questions.provenance import References

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.documents.policy.front import TriedScenario
    from newind.language.words import Lang
    from newind.policy.schema import Package
    from newind.questions.model import BriefProvenance
    from newind.questions.policies.scenarios import ScenarioTrial

MOST, LONGEST = 2, 140
"""Scenarios of a brief, and characters of its question."""
SIDES, LEAST = (9, 8, 7, 6, 5, 4, 3), 2
"""Industries and economies that are shown at each end, as many as there is room for; and where nothing else helps."""
MESSAGES = "policybrief"


@dataclass(frozen=True)
class BriefSubject:
    """What a policy brief is asked to be about.

    Parameters
    ----------
    w : Accounts
        Closed ones.
    region : str
        Whose outcomes are shown.
    packages : tuple of Package
        One or two.
    parameters : mapping
        In place of the shipped ones.
    question : str
        In the words of the user; empty for none.
    link : str
        Address under which a cockpit opens the scenarios; empty where there is none.
    accounts : tuple of str
        Options of a command that name the accounts; found from the accounts where none are given.
    """

    w: Accounts
    region: str
    packages: tuple[Package, ...]
    parameters: Mapping[str, Any]
    question: str = ""
    link: str = ""
    accounts: tuple[str, ...] = ()

    def check(self) -> None:
        """Check it before anything is computed.

        Raises
        ------
        DataError
            For no or too many scenarios, one without a lever, accounts with a boundary, a question that is too long.
        UnknownNameError
            For a region that the accounts lack.
        """
        self.w.regions.index(self.region)
        if not 1 <= len(self.packages) <= MOST:
            raise DataError(tell("brief.scenarios", found=len(self.packages)))
        if not all(p.select_shocks(self.w).shocks for p in self.packages):
            raise DataError(tell("brief.nothing"))
        if not self.w.closed:
            raise DataError(tell("brief.open_table"))
        tidy_question(self.question)

    def try_all(self) -> tuple[ScenarioTrial, ...]:
        """Return the scenarios tried; errors as of `try_scenarios`."""
        return try_scenarios(self.w, self.region, self.packages, tuple(sorted(self.parameters.items())))


def tidy_question(question: str) -> str:
    r"""Return a question as it is printed: on one line, without marks that cannot be seen.

    Raises
    ------
    DataError
        Where it is too long.

    Examples
    --------
    >>> tidy_question("  research first,\n or a price\u202e on carbon? ")
    'research first, or a price on carbon?'
    """
    tidy = " ".join("".join(c if c.isprintable() else " " for c in question).split())
    if len(tidy) > LONGEST:
        raise DataError(tell("brief.question", found=len(tidy), most=LONGEST))
    return tidy


def build_policy(asked: BriefSubject, lang: Lang = "en", trials: Sequence[ScenarioTrial] | None = None) -> PagedBrief:
    """Return what a policy brief says; its scenarios are tried here where they were not yet.

    Raises
    ------
    DataError
        As of `BriefSubject.check`; for an unknown language, and where a page does not fit.
    NewindError
        Where a scenario has no equilibrium, naming its levers and their values.
    """
    asked.check()
    ctx = Context.from_accounts(asked.w, asked.region)
    build.check(ctx, lang)
    trials = asked.try_all() if trials is None else trials
    voice = Voice(References(ctx, lang), MESSAGES)
    two = len(trials) > 1
    letters = ascii_uppercase[: len(trials)] if two else ("",)
    tried = tuple(front.TriedScenario(letter, trial) for letter, trial in zip(letters, trials, strict=True))
    lead, refs = front.lead(tried, voice)
    files = list_files(tried)
    again = reproduce(asked, voice, files)
    command = shlex.join(list_words(asked, ctx, files))
    first = front.sheet(tried, tidy_question(asked.question), voice)
    *each, least = (proof.sheet(tried, command, asked.link, voice, side) for side in (*SIDES, LEAST))
    whole = PagedBrief(
        kind=voice.say("kind"),
        region=asked.region,
        name=wording.name_of(ctx, asked.region, lang),
        year=ctx.year,
        lang=lang,
        title=front.title(tried, voice),
        lead=lead,
        lead_refs=refs,
        chips=(),
        sheets=(first, each[-1]),
        sources=voice.refs.rows(),
        methods=(*wording.methods(ctx, lang), *build.describe_repairs(ctx.w, lang)),
        reproduce=again,
        names=build.names(ctx, lang),
        files=files,
    )
    lifted, narrow = _lift(whole, voice), replace(whole, sheets=(first, least))
    if lifted is whole:
        lifted = next(filter(has_room, (replace(whole, sheets=(first, s)) for s in each)), narrow)
    less = partial(front.drop_funds, label=voice.say("effects.funds"))
    steps = (drop_after, less, drop_eighth)
    try:
        return fit(lifted, steps)
    except DataError:
        return fit(narrow, steps)


def _lift(brief: PagedBrief, voice: Voice) -> PagedBrief:
    """Return a brief with who gains and who loses on its first page, where that has room for it."""
    first, second = brief.sheets
    ends = tuple(takewhile(lambda b: not isinstance(b, Heading), second.blocks))
    fuller = replace(first, blocks=(*first.blocks, Heading(voice.say("ends.title")), *ends))
    if Ruler(brief).sheet(fuller, first=True) > HIGH:
        return brief
    rest = replace(second, name=voice.say("sheets.basis"), blocks=second.blocks[len(ends) :])
    return replace(brief, sheets=(fuller, rest))


def list_files(tried: Sequence[TriedScenario]) -> tuple[AttachedFile, ...]:
    """Return the scenarios as files of packages, each under its name."""
    names = [s.trial.package.name or "scenario" for s in tried]
    same = len(set(names)) < len(names)
    stems = [f"{name}-{s.letter.lower()}" if same else name for name, s in zip(names, tried, strict=True)]
    return tuple(
        AttachedFile(f"{safe(stem)}.yaml", s.trial.package.to_yaml()) for stem, s in zip(stems, tried, strict=True)
    )


def safe(stem: str) -> str:
    """Return a name that every system takes for that of a file.

    Examples
    --------
    >>> safe("a/b: 方案"), safe("..")
    ('a-b-方案', 'scenario')
    """
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in stem).strip("-.")
    return "-".join(filter(None, kept.split("-")))[:60] or "scenario"


def list_words(asked: BriefSubject, ctx: Context, files: Sequence[AttachedFile]) -> list[str]:
    """Return the words of a command that makes a brief of the same scenarios, those of files from their files."""
    known = [p.name in shipped() and p == shipped_package(p.name).select_shocks(asked.w) for p in asked.packages]
    named = [p.name if k else f.name for p, f, k in zip(asked.packages, files, known, strict=True)]
    beside = [word for other in named[1:] for word in ("--against", other)]
    accounts = asked.accounts or tuple(build.table_options(ctx))
    return ["newind", "simulate", named[0], *beside, "--regions", asked.region, *accounts, "--brief", "brief.html"]


def reproduce(asked: BriefSubject, voice: Voice, files: Sequence[AttachedFile]) -> BriefProvenance:
    """Return how to get the same brief: the command that takes the scenarios from their files."""
    question = tidy_question(asked.question)
    words = list_words(asked, voice.ctx, files)
    words += [o for k, v in sorted(asked.parameters.items()) for o in ("--set", f"{k}={v}")]
    words += ["--question", question] if question else []
    words += [] if voice.lang == "en" else ["--lang", voice.lang]
    words[1:1] = [] if style() == STYLES[0] else ["--names", style()]
    return build.reproduce(voice.ctx, voice.lang, shlex.join(words), None, default_peers=True, followed=False)
