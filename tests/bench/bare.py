"""The yardstick: uvicorn with the same interpreter, loop and parser, and an app that sends bytes made before.

`python -m bench.bare FILE`: FILE holds the answers to GET and POST as JSON, {"get": Answer, "post": Answer}.
A POST is read to its end and nothing is done with it.
"""

import json
import socket
import sys
from pathlib import Path
from typing import Any

import msgspec
import uvicorn


class Answer(msgspec.Struct, frozen=True):
    """One answer as it stands in the file."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def app_of(answers: dict[str, Answer]) -> Any:
    """Give an ASGI app that answers GET and POST with these."""
    made = {
        method: (
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [(name.encode(), value.encode()) for name, value in answer.headers],
            },
            {"type": "http.response.body", "body": answer.body},
        )
        for method, answer in answers.items()
    }

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            while (await receive()).get("more_body"):
                pass
            start, body = made["post"]
        else:
            start, body = made["get"]
        await send(start)
        await send(body)

    return app


def main() -> None:
    """Serve the answers of a file at any free port."""
    answers = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=dict[str, Answer])
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        print(json.dumps({"address": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
        config = uvicorn.Config(
            app_of(answers),
            loop="uvloop",
            http="httptools",
            lifespan="off",
            ws="none",
            access_log=False,
            server_header=False,
            log_level="warning",
            backlog=2048,
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
