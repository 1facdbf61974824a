"""The policy brief that a command writes beside its answer: of what was tried, and of a second scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.answers import check_kind
from newind.cli.output import note
from newind.errors import DataError, tell
from newind.messages import list_languages

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.questions.answers import Answer
    from newind.questions.policies.declared import PolicyOptions

KINDS = (".html", ".pdf", ".docx", "")
Brief = Annotated[
    str | None,
    typer.Option(
        "--brief",
        metavar="FILE|DIR",
        callback=check_kind(KINDS),
        help="Write the policy brief of two pages: FILE.html, .pdf or .docx; or all, in both languages, to DIR.",
    ),
]
Asks = Annotated[
    str | None, typer.Option("--question", metavar="TEXT", help="Question of the brief, up to 140 characters.")
]
Against = Annotated[
    str | None, typer.Option("--against", metavar="PACKAGE", help="Second scenario of the brief, beside the first.")
]
PARAMETERS: dict[str, tuple[Any, object]] = {"brief": (Brief, None), "asks": (Asks, None), "against": (Against, None)}
"""What a command takes on its brief."""


def check_brief(typed: dict[str, Any]) -> None:
    """Check what was typed on a brief, before anything is computed.

    Raises
    ------
    DataError
        For a question or a second scenario without a brief, and for a question that is too long.
    """
    from newind.documents.policy.build import tidy_question

    tidy_question(typed["asks"] or "")
    if typed["brief"] is None and (typed["asks"] or typed["against"]):
        raise DataError(tell("brief.asked"))


def write_brief(panel: Panel, region: str, options: PolicyOptions, found: Answer, typed: dict[str, Any]) -> None:
    """Write the brief of what an answer tried; errors as of :func:`newind.policy_brief`."""
    from newind.documents.policy.build import BriefSubject
    from newind.documents.policy.write import write_policy
    from newind.policy.packages import package_of
    from newind.policy.posing import list_acting_regions
    from newind.questions.policies.answers import build_economy
    from newind.questions.policies.scenarios import keep_static

    w, first = build_economy(panel, options), found.result.package
    packages = [first() if callable(first) else first]
    if typed["against"]:
        packages.append(package_of(typed["against"], w))
    chosen = region or next(iter(getattr(options, "regions", None) or ()), "").upper()
    acting = list_acting_regions(packages[0], w)
    at = chosen or w.regions.codes[acting[0] if len(acting) else 0]
    given = keep_static(options.parameters or {})
    named = {"--on": typed["on"], "--abroad": options.abroad, "--year": options.year}
    accounts = tuple(str(word) for pair in named.items() if pair[1] is not None for word in pair)
    asked = BriefSubject(w, at, tuple(packages), given, typed["asks"] or "", accounts=accounts)
    out = Path(typed["brief"])
    whole = not out.suffix
    for lang in list_languages() if whole else (typed["lang"],):
        made = write_policy(asked, out, lang, linked=whole)
        note(made.headline)
        for path in made.paths:
            note(f"newind: wrote {path}")
