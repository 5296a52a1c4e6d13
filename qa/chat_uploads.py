"""The chat's route `/added`: documents that people add, what became of them, and taking them away again."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from index import MOST_BYTES, SUFFIXES, Error, stamp_of
from qa.uploads import FILES, Uploads
from qa.version import version_of

if TYPE_CHECKING:
    from qa.assistant import Assistant

ROUTE = "/added"
METHODS = ["GET", "POST", "DELETE"]
_HERE = Path(__file__)
SCRIPT = (
    f"<style>\n{_HERE.with_suffix('.css').read_text(encoding='utf-8')}</style>"
    f'<script data-kinds="{",".join(sorted(SUFFIXES))}" data-most="{MOST_BYTES}" data-files="{FILES}">\n'
    f"{_HERE.with_suffix('.js').read_text(encoding='utf-8')}</script>"
)


async def added_answer(assistant: Assistant, uploads: Uploads, request: Request) -> JSONResponse:
    """Adds the body of a POST as the document `?name=`, or removes that of a DELETE; tells what there is.

    What there is tells under "replaced" whether a document of the same name gave place. An error is a line of text
    under "error", with status 400.
    """
    replaced = False
    name = request.query_params.get("name", "")
    try:
        if request.method == "POST":
            replaced = await uploads.add(name, request.stream())
        elif request.method == "DELETE":
            uploads.remove(name)
        state = await run_in_threadpool(_state, assistant, uploads)
        return JSONResponse(state | {"replaced": replaced})
    except Error as error:
        return JSONResponse({"error": str(error)}, 400)


def _state(assistant: Assistant, uploads: Uploads) -> dict[str, Any]:
    """How many documents are open, which state of them this is, and of each added file whether it is, or why not."""
    tried = assistant.tried
    files = []
    for file in uploads.files():
        with contextlib.suppress(OSError):  # it was removed at this moment
            reason = tried.get((str(file), stamp_of(file)))
            state = "new" if reason is None else "skipped" if reason else "open"
            files.append({"name": file.name, "state": state, "reason": reason or ""})
    return {"documents": len(assistant.documents), "version": version_of(assistant), "added": files}
