"""The option that draws a picture beside an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newind.errors import DataError, tell


def _picture(name: str | None) -> str | None:
    """Refuse a kind of picture that is not drawn, before anything is computed."""
    if name is not None and Path(name).suffix.lower() != ".svg":
        raise DataError(tell("picture.kind", name=Path(name).name))
    return name


Plot = Annotated[str | None, typer.Option("--plot", metavar="FILE.svg", callback=_picture, help="Draw it.")]
