"""The server put together: routes, safety, errors, pages."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from newind import __version__
from newind.web import refusals
from newind.web.jobs import Jobs
from newind.web.pool import Pool, warming
from newind.web.responses import RefusalBody
from newind.web.safety import EMBEDDED, EtagMiddleware, SafetyMiddleware, policy_of_embedded
from newind.web.settings import Settings, own_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.responses import Response

PAGES = Path(__file__).parent / "static"
BASE = "/api/v1"
LEAST_TOKEN = 16
"""Characters of a token."""
log = logging.getLogger("newind.web")
ABOUT = (
    "What `newind` does on the command line: accounts, indicators, diagnosis, policies in a general-equilibrium model, "
    "the index, preliminary WTO classification of subsidies, briefs. Texts come in English and Chinese, figures raw, "
    "with unit and status. What takes longer than a moment is a job."
)


@dataclass(frozen=True)
class ServerContext:
    """Services that routes use."""

    settings: Settings
    folder: Path
    pool: Pool
    jobs: Jobs

    async def close(self) -> None:
        """End all work."""
        await self.jobs.close()
        self.pool.close()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the server.

    Parameters
    ----------
    settings : Settings, optional
        How it is to run; by default on this machine alone.

    Raises
    ------
    DataError
        When it is to answer other machines without a token, or with one that can be guessed.
    """
    from newind.errors import DataError
    from newind.web.routes import routers

    chosen = settings or Settings()
    if chosen.open and not chosen.token:
        raise DataError(f"--host {chosen.host} lets other machines in. Give a --token that they must know.")
    if chosen.token and len(chosen.token) < LEAST_TOKEN:
        n = len(chosen.token)
        raise DataError(f"--token has {n} characters and could be guessed. Give at least {LEAST_TOKEN}.")

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        with nullcontext(chosen.folder) if chosen.folder else own_folder() as folder:
            pool = Pool(chosen.workers, chosen.limits.cached, folder)
            app.state.services = ServerContext(chosen, folder, pool, Jobs(pool, chosen.limits))
            ready = asyncio.create_task(_warm_processes(pool)) if chosen.workers else None
            yield
            if ready is not None:
                ready.cancel()
            await app.state.services.close()

    app = FastAPI(title="newind", version=__version__, description=ABOUT, lifespan=life, docs_url=None, redoc_url=None,
                  openapi_url=f"{BASE}/openapi.json")  # fmt: skip
    for router in routers():
        app.include_router(router, prefix=BASE, responses={"default": {"model": RefusalBody}})
    refusals.register(app)
    refusals.document_refusals(app)
    _pages(app, policy_of_embedded(chosen.embed))
    app.add_middleware(EtagMiddleware)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(SafetyMiddleware, settings=chosen)
    return app


async def _warm_processes(pool: Pool) -> None:
    """Make every process ready, while the first page is read; what goes wrong stands in the log.

    One step after the other, so that a question that comes meanwhile waits for one step and not for all.
    """
    try:
        for step in warming():
            await asyncio.gather(*(pool.run(step) for _ in range(pool.workers)))
    except Exception:
        log.exception("the processes could not be made ready")


def _pages(app: FastAPI, policy: str) -> None:
    """Serve the cockpit: one page and its parts; and the same page for one figure, under a policy of its own."""

    @app.get("/", include_in_schema=False, response_model=None)
    async def page() -> Response:
        return FileResponse(PAGES / "index.html", headers={"cache-control": "no-cache"})

    @app.get(EMBEDDED + "{figure}", include_in_schema=False, response_model=None)
    async def embedded() -> Response:
        said = (PAGES / "index.html").read_text(encoding="utf-8").replace("<head>", '<head><base href="../">', 1)
        return HTMLResponse(said, headers={"cache-control": "no-cache", "content-security-policy": policy})

    if PAGES.is_dir():
        app.mount("/", StaticFiles(directory=PAGES), name="pages")
