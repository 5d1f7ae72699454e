"""Puts the service together: routers, guards, workers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from cleaner import __version__
from cleaner.web import api, health, page, review, work
from cleaner.web.desk import Desk
from cleaner.web.files import Files
from cleaner.web.guard import Admission, Bodies, Watch
from cleaner.web.metrics import Metrics
from cleaner.web.problems import describe, handle_problems
from cleaner.web.queue import Queue
from cleaner.web.settings import Settings

__all__ = ["create_app"]

# Further pages and addresses of the service are added here.
ROUTERS = (api.router, work.router, health.router, page.router, review.router)


def create_app(
    settings: Settings, files: Files | None = None, queue: Queue | None = None
) -> FastAPI:
    """The service with these settings. Its workers start with it and end with it.

    ``app.state`` has ``settings``, ``desk`` (where work is handed in), ``clerk`` (answers
    documents), ``metrics``, and what is reviewed: ``files`` and ``queue``, for the routes.
    """
    metrics = Metrics()
    desk = Desk(settings, metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        desk.start()
        yield
        await desk.stop()

    app = FastAPI(
        title="Cleaner",
        version=__version__,
        description="Finds French that machine translation left in English news, and fixes it.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        separate_input_output_schemas=False,
    )
    app.state.settings, app.state.desk, app.state.metrics = settings, desk, metrics
    app.state.clerk = api.Clerk(settings, desk, metrics)
    app.state.files, app.state.queue = files, queue
    for router in ROUTERS:
        app.include_router(router)
    handle_problems(app)
    describe(app)
    # The last one added is asked first.
    app.add_middleware(Bodies, settings=settings)
    app.add_middleware(Admission, settings=settings, desk=desk)
    if settings.cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )
    app.add_middleware(Watch, metrics=metrics)
    return app
