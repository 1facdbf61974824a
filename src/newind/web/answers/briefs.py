"""The brief of an economy as a file: what `newind brief` writes, but for the link to the scenario.

What writes it is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts.groups import resolve
from newind.accounts.regions import names as house_style, style
from newind.web.downloads import DownloadFile, safe_name
from newind.web.economies import economy, panel_of

if TYPE_CHECKING:
    from newind.questions.model import Brief
    from newind.web.requests import BriefRequest

KEPT = 2
"""Briefs that a process keeps, so that another format of the same one comes at once."""


def write_brief(asked: BriefRequest, folder: Path | None = None) -> DownloadFile:
    """Return the file of a brief.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.brief`; for Chinese as a PDF where there is no font for it, before anything is computed.
    """
    from newind.documents.fonts import faces
    from newind.documents.write import put

    if asked.format == "pdf":
        faces(asked.lang)
    with house_style(asked.names):
        content = compose_brief(asked.on, asked.year, asked.region, asked.lang, asked.peers, folder)
    content = replace(content, link=asked.link)
    tail = "" if asked.form == "full" else f"-{asked.form}"
    stem = f"newind-brief-{content.region}-{content.year}-{asked.lang}{tail}"
    with tempfile.TemporaryDirectory(prefix="newind-") as room:
        path = Path(room) / safe_name(stem, f".{asked.format}")
        put(content, path, asked.form)
        return DownloadFile(path.name, path.read_bytes())


def compose_brief(
    on: str, year: int | None, region: str, lang: str, peers: tuple[str, ...], folder: Path | None = None
) -> Brief:
    """Return what a brief says, in the house style of names in force."""
    return _compose_brief(style(), on, economy(on, year, folder).hash, year, region, lang, peers, folder)


@lru_cache(maxsize=KEPT)
def _compose_brief(
    _style: str, on: str, _hash: str, year: int | None, region: str, lang: str, peers: tuple[str, ...],
    folder: Path | None,
) -> Brief:  # fmt: skip
    from newind.documents.build import build_brief
    from newind.measures.references import default_reference

    panel, w = panel_of(on, folder), economy(on, year, folder)
    kept = panel.until(year)
    w.regions.index(region)
    beyond = default_reference(w, region)
    among = w if beyond is None or region in beyond.regions else beyond
    known = among.regions.codes
    chosen = tuple(known[int(i)] for i in resolve(list(peers), known)) if peers else None
    return build_brief(kept, region, "zh" if lang == "zh" else "en", chosen, None, beyond)
