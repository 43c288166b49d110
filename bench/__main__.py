"""Prints every figure beside its reference in one table. It takes a few minutes.

    python -m bench [interactions memory startup storage fairness contests]

docs/performance.md explains each figure. Each benchmark also runs by itself with more options, such as
`python -m bench.storage --help`.
"""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import AsyncIterator, Callable

from bench import contests, fairness, interactions, memory, startup, storage
from bench.figures import HEADER, Figure

BENCHES: dict[str, Callable[[], AsyncIterator[Figure]]] = {
    "interactions": interactions.figures,
    "memory": memory.figures,
    "startup": startup.figures,
    "storage": storage.figures,
    "fairness": fairness.figures,
    "contests": contests.figures,
}


async def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", nargs="*", help="all of them by default")
    asked = parser.parse_args()
    for name in asked.bench:
        if name not in BENCHES:
            parser.error(f"there's no bench {name}, only {', '.join(BENCHES)}")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(HEADER)
    missed = 0
    for name in asked.bench or BENCHES:
        async for figure in BENCHES[name]():
            print(figure, flush=True)
            missed += figure.missed
    if missed:
        print(f"{missed} goals missed")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
