"""``newind doctor``: what newind runs on, and whether its figures are whole."""

from __future__ import annotations

import sys
from typing import Any

import typer

from newind.cli.options import Json, examples
from newind.cli.output import note, show_json, show_table
from newind.cli.program import FAILED

EXAMPLE = examples("newind doctor")


def doctor(as_json: Json = False) -> None:
    """Show what newind runs on, and check its figures.

    Python, packages, linear algebra and its threads, the fonts of PDFs, and the shipped figures against their hashes;
    exit 1 if something is missing or differs.
    """
    packages, blas, data, fonts = _packages(), _blas(), _data(), _fonts()
    lacking = [name for name, version in packages.items() if version is None]
    wrong = [f"{name} is not installed" for name in lacking] + data["wrong"]
    python = sys.version.split()[0]
    if as_json:
        found = {"python": python, "platform": sys.platform, "packages": packages, "blas": blas, "data": data,
                 "fonts": fonts}  # fmt: skip
        show_json("doctor", ok=not wrong, **found)
    else:
        rows = [["python", f"{python} on {sys.platform}, {sys.executable}"]]
        rows += [[name, version or "not installed"] for name, version in packages.items()]
        rows += [[f"{b['what']}", f"{b['library']} {b['version']}, {b['threads']} threads"] for b in blas]
        rows += [["fonts", f"{lang}: {name or 'none, so no PDF in Chinese'}"] for lang, name in fonts.items()]
        rows += [["data", line] for line in data["sets"]]
        rows += [["credit", line] for line in data["credits"]]
        show_table(["", ""], rows)
    for line in wrong:
        note(f"newind: {line}")
    if fonts["Chinese"] is None:
        note(f"newind: no font with Chinese characters was found. {_remedy()}")
    if wrong:
        raise typer.Exit(FAILED)


def _packages() -> dict[str, str | None]:
    """Return the installed version of newind and of each package that it requires."""
    import re
    from importlib import metadata

    from newind import __version__

    def version(name: str) -> str | None:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return None

    try:
        required = metadata.requires("newind") or []
    except metadata.PackageNotFoundError:
        required = []
    names = [re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in required if "extra ==" not in r]
    return {"newind": __version__} | {name: version(name) for name in sorted(names, key=str.casefold)}


def _blas() -> list[dict[str, Any]]:
    """Return the linear algebra libraries in use and their threads."""
    import scipy.linalg  # noqa: F401 - loads the libraries that are looked at
    from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

    return [
        {
            "what": i["user_api"],
            "library": i["internal_api"],
            "version": i.get("version") or "",
            "threads": i["num_threads"],
        }
        for i in threadpool_info()
    ]


def _fonts() -> dict[str, str | None]:
    """Return the font of PDFs by what it is for, None where there is none."""
    from newind.documents.pdf import BOOK, chinese, families

    found = chinese()
    return {"Latin": BOOK if BOOK in families() else None, "Chinese": found[0] if found else None}


def _remedy() -> str:
    from newind.documents.pdf import REMEDY

    return REMEDY


def _data() -> dict[str, list[str]]:
    """Return the shipped accounts, tables and further figures, and what is wrong with them."""
    from newind.data.reference import catalog, credits_due, growth, innovation, now, power, verify
    from newind.index import tables

    further = (
        innovation.describe_data_set(),
        power.describe_data_set(),
        growth.describe_data_set(),
        now.describe_data_set(),
    )
    shipped = [str(d) for d in (*catalog(), *tables.tables(), *further)]
    return {"sets": shipped, "credits": list(credits_due()), "wrong": verify() + tables.verify()}
