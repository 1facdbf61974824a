"""What a decision brief asks of the model, on two cores: families are followed in a copy of the process meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from newind.accounts.memo import memo
from newind.documents.decision.reliance import find_reliance
from newind.errors import NewindError
from newind.kernels.secondprocess import made_meanwhile
from newind.questions.paths.section_searches import project_families
from newind.questions.policies.family_trials import simulate_families
from newind.questions.policies.trials import simulate_choices
from newind.questions.science.findings_risks import can_simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.accounts.accounts import Accounts
    from newind.documents.decision.reliance import Reliance
    from newind.measures.context import Context
    from newind.pathways.outlook import Outlook
    from newind.questions.paths.section_searches import FamilyPathway
    from newind.questions.policies.family_trials import Families
    from newind.questions.policies.trials import PolicyTrials

    Followed = tuple[Families | NewindError, FamilyPathway | NewindError]

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Simulated:
    """What the model says of an economy: an error where it cannot say it, None where it is not asked.

    Parameters
    ----------
    choices : PolicyTrials, NewindError or None
        The example policies.
    families : Families, NewindError or None
        The families of policy, alone and together.
    path : FamilyPathway, NewindError or None
        The families followed year by year.
    reliance : Reliance or None
        Losses of inputs; None where the accounts cannot tell them.
    """

    choices: PolicyTrials | NewindError | None = None
    families: Families | NewindError | None = None
    path: FamilyPathway | NewindError | None = None
    reliance: Reliance | None = None


@contextmanager
def begin(ctx: Context) -> Iterator[Callable[[], Simulated]]:
    """Begin to ask the model; yield what waits for its answer.

    The answer is remembered with the accounts.
    """
    if not (ctx.model and ctx.w.closed):
        yield Simulated
        return
    known, key = _remembered(ctx.w), (ctx.region, ctx.outlook)

    def finish(followed: Callable[[], Followed]) -> Simulated:
        if key not in known:
            choices, reliance = _try_here(ctx)
            known[key] = Simulated(choices, *followed(), reliance)
        return known[key]

    with made_meanwhile(partial(_follow, ctx.w, *key), worth=key not in known) as followed:
        yield partial(finish, followed)


@memo
def _remembered(_: Accounts) -> dict[tuple[str, Outlook | None], Simulated]:
    """Return what has been simulated on accounts, by economy and outlook."""
    return {}


def _try_here(ctx: Context) -> tuple[PolicyTrials | NewindError, Reliance | None]:
    losses = find_reliance(ctx.w, ctx.region) if can_simulate(ctx) else None
    return _unless_refused(partial(simulate_choices, ctx.w, ctx.region)), losses


def _follow(w: Accounts, region: str, given: Outlook | None) -> Followed:
    families = _unless_refused(partial(simulate_families, w, region))
    path = _unless_refused(partial(project_families, w, region, given))
    if not isinstance(path, NewindError):
        assert path.path.verdicts  # asked for here, as they take as long as the rest
    return families, path


def _unless_refused(ask: Callable[[], T]) -> T | NewindError:
    """Return an answer, or why there is none."""
    try:
        return ask()
    except NewindError as error:
        return error
