"""Requests made from the service's own description, and beside it: ``python -m tests.web.fuzz``.

No answer may be a fault, and none may be other than the description says.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.web.conftest import Service, started

# A document that fits the description may still be no ninjs, or name a rule that there is not.
EXCLUDED = "positive_data_acceptance"


def fuzzed(service: Service, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What schemathesis says of a running service; its exit code is 0 if all is well."""
    command = "from schemathesis.cli import schemathesis; schemathesis()"
    return subprocess.run(
        [
            *(sys.executable, "-c", command, "run"),
            f"http://127.0.0.1:{service.port}/openapi.json",
            *("--exclude-checks", EXCLUDED, "--request-timeout", "60", "--no-color", *options),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> None:
    """Fuzzes a service of its own for some minutes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    seconds = round(60 * parser.parse_args().minutes)
    with tempfile.TemporaryDirectory() as name, started(Path(name)) as service:
        options = "--max-examples", "1000000", "--max-time", str(seconds), "--continue-on-failure"
        ended = fuzzed(service, Path(name), *options)
        print(ended.stdout[-8000:], ended.stderr, sep="\n")
        if "Traceback" in service.log or " 500 " in service.log:
            print(service.log[-8000:])
            sys.exit(1)
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
