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
from newind.web.economies import economy

if TYPE_CHECKING:
    from newind.web.requests import PolicyBriefRequest


def write_policy_brief(asked: PolicyBriefRequest, folder: Path | None = None) -> DownloadFile:
    """Return the file of a policy brief.

    Raises
    ------
    UnknownNameError, DataError, PolicyError, ConvergenceError
        As `newind.policy_brief`; for Chinese as a PDF where there is no font for it, before anything is computed.
    """
    from newind.documents.pdf import faces
    from newind.documents.policy.build import Asked, build_policy
    from newind.documents.policy.write import name_files
    from newind.documents.write import put_sheets
    from newind.questions.policies.scenarios import keep_static

    if asked.format == "pdf":
        faces(asked.lang)
    w = economy(asked.on, asked.year, folder)
    packages = tuple(shipped_package(p) if isinstance(p, str) else p.package() for p in asked.packages)
    given = keep_static(asked.parameters)
    with house_style(asked.names):
        content = build_policy(
            Asked(w, asked.region, packages, given, asked.question, asked.link), "zh" if asked.lang == "zh" else "en"
        )
    with tempfile.TemporaryDirectory(prefix="newind-") as room:
        path = Path(room) / safe_name(f"{name_files(content)}-{asked.lang}", f".{asked.format}")
        put_sheets(content, path)
        return DownloadFile(path.name, path.read_bytes())
