"""The policy brief of one or two scenarios as a file.

What writes it is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts.regions import names as house_style
from newind.policy.packages import package as shipped_package
from newind.web.downloads import DownloadFile, safe_name
from newind.web.economies import ABROAD, economy

if TYPE_CHECKING:
    from newind.documents.policy.build import BriefSubject
    from newind.questions.policies.scenarios import ScenarioTrial
    from newind.web.requests import PolicyBriefRequest


def check_policy_brief(asked: PolicyBriefRequest, folder: Path | None = None) -> None:
    """Check a policy brief before anything is computed.

    Raises
    ------
    UnknownNameError, DataError, PolicyError
        As `newind.policy_brief`; for Chinese as a PDF where there is no font for it.
    """
    from newind.documents.pdf import faces

    if asked.format == "pdf":
        faces(asked.lang)
    _read(asked, folder).check()


def try_subject(asked: PolicyBriefRequest, folder: Path | None = None) -> tuple[ScenarioTrial, ...]:
    """Return the scenarios of a policy brief tried; errors as `newind.policy_brief`."""
    return _read(asked, folder).try_all()


def write_policy_brief(
    asked: PolicyBriefRequest, trials: tuple[ScenarioTrial, ...], folder: Path | None = None
) -> DownloadFile:
    """Return the file of a policy brief of scenarios that were tried."""
    from newind.documents.policy.build import build_policy
    from newind.documents.policy.write import name_files
    from newind.documents.write import put

    with house_style(asked.names):
        content = build_policy(_read(asked, folder), "zh" if asked.lang == "zh" else "en", trials)
    with tempfile.TemporaryDirectory(prefix="newind-") as room:
        path = Path(room) / safe_name(f"{name_files(content)}-{asked.lang}", f".{asked.format}")
        put(content, path)
        return DownloadFile(path.name, path.read_bytes())


def _read(asked: PolicyBriefRequest, folder: Path | None) -> BriefSubject:
    from newind.documents.policy.build import BriefSubject
    from newind.questions.policies.scenarios import keep_static

    w = economy(asked.on, asked.year, folder)
    packages = tuple(shipped_package(p) if isinstance(p, str) else p.package() for p in asked.packages)
    abroad = ("--on", asked.on.removesuffix(ABROAD), "--abroad", "shipped", "--year", str(w.year))
    accounts = abroad if asked.on.endswith(ABROAD) else ()
    return BriefSubject(w, asked.region, packages, keep_static(asked.parameters), asked.question, asked.link, accounts)
