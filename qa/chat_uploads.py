"""The chat's route `/added`: documents that people add, what became of them, and taking them away again."""

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from index import SUFFIXES, Error
from qa.assistant import Assistant
from qa.uploads import FILE_BYTES, Uploads

ROUTE = "/added"
METHODS = ["GET", "POST", "DELETE"]
_HERE = Path(__file__)
SCRIPT = (
    f"<style>\n{_HERE.with_suffix('.css').read_text(encoding='utf-8')}</style>"
    f'<script data-kinds="{",".join(sorted(SUFFIXES))}" data-most="{FILE_BYTES}">\n'
    f"{_HERE.with_suffix('.js').read_text(encoding='utf-8')}</script>"
)


async def added_answer(assistant: Assistant, uploads: Uploads, request: Request) -> JSONResponse:
    """Adds the body of a POST as the document `?name=`, or removes that of a DELETE; tells what there is.

    An error is a line of text under "error", with status 400.
    """
    name = request.query_params.get("name", "")
    try:
        if request.method == "POST":
            await uploads.add(name, request.stream())
        elif request.method == "DELETE":
            uploads.remove(name)
        return JSONResponse(await run_in_threadpool(_state, assistant, uploads))
    except Error as error:
        return JSONResponse({"error": str(error)}, 400)


def _state(assistant: Assistant, uploads: Uploads) -> dict[str, Any]:
    """How many documents are open, and of each that was added whether it is, or why not."""
    opened = {path for path, _ in assistant.documents}
    skipped = assistant.skipped
    files = [
        {
            "name": file.name,
            "state": "open"
            if str(file.path) in opened
            else "skipped"
            if str(file.path) in skipped
            else "new",
            "reason": skipped.get(str(file.path), ""),
        }
        for file in uploads.files()
    ]
    return {"documents": len(opened), "added": files}
