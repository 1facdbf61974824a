"""Questions: a route a question, made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request

from newind.questions.options import REQUIRED
from newind.web.answers.questions import answer_question, list_questions, path_of, schema_of, served_questions
from newind.web.app import ServerContext
from newind.web.requests import check_paths
from newind.web.responses import AnswerBody, QuestionList
from newind.web.routes.given import SETS, BodyRoute, Here, Region, fetch_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from newind.questions.question import Question

router = APIRouter(tags=["questions"], route_class=BodyRoute)
Accounts = Annotated[
    str, Query(max_length=40, examples=["world"], description=f"{SETS} Left out: the shipped set that has the region.")
]


@router.get("/questions")
async def describe_questions() -> QuestionList:
    """Return every question that can be asked of an economy, with its options."""
    return list_questions()


def _ask(question: Question) -> Callable[..., Awaitable[AnswerBody]]:
    usual = "" if question.everywhere else question.usual or "CHN"

    async def answer(request: Request, here: ServerContext, on: str, region: str) -> AnswerBody:
        given = {
            k: v for k, v in request.query_params.items() if k != "region" and (k != "on" or not question.accounts)
        }
        check_paths(question.read(given), here.settings.limits.paths)
        return await fetch_answer(here, answer_question, question.id, on, region, given, here.folder)

    async def ask_all(request: Request, here: Here) -> AnswerBody:
        return await answer(request, here, "", "")

    async def ask_accounts(request: Request, here: Here, on: Accounts = "", region: Region = usual) -> AnswerBody:
        return await answer(request, here, on, region)

    async def ask(request: Request, here: Here, region: Region = usual) -> AnswerBody:
        return await answer(request, here, "", region)

    if not question.regional:
        return ask_all
    return ask_accounts if question.accounts else ask


def _parameters(question: Question) -> list[dict[str, Any]]:
    """Return the options of a question as OpenAPI describes parameters of an address."""
    return [
        {"name": o.name, "in": "query", "required": o.default is REQUIRED, "description": question.say(o.name)["en"],
         "schema": schema_of(question, o.name)}
        for o in question.asked
    ]  # fmt: skip


for _question in served_questions():
    router.add_api_route(
        path_of(_question),
        _ask(_question),
        name=_question.id,
        summary=_question.say()["en"].partition("\n")[0],
        description=_question.say()["en"],
        openapi_extra={"parameters": _parameters(_question)},
    )
