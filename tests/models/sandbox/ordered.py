"""Run an order in the sandbox as the user this process runs under, and print how it ended. A program for `conftest`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import run


def main(text):
    order = json.loads(text)
    command = [sys.executable if word == "python" else word for word in order["command"]]
    readable = [Path(path) for path in order["readable"]]
    ended = run(command, Path(order["scratch"]), Limits(**order["limits"]), readable, **order["options"])
    print(json.dumps(asdict(ended) | {"text": str(ended.level)}))


if __name__ == "__main__":
    main(sys.argv[1])
