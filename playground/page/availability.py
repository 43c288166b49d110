"""Whether the bot makes pictures at the moment, read from its log as any operator would read it."""

import re
import time
from dataclasses import dataclass

UNAVAILABLE = re.compile(r"image generation is unavailable \((\w+)\)")
NEXT_TRY = re.compile(r"asking the image API again in (\d+) s")
AVAILABLE = "image generation is available again"


@dataclass(slots=True)
class Availability:
    """`reason` is why the bot has stopped making pictures, in its log's own word. None while it makes them.

    `next_try_at` is when it asks the image API again, in seconds since the epoch, where its log says so.
    """

    reason: str | None = None
    next_try_at: int | None = None

    def hear(self, line: str) -> None:
        """Takes one line of the bot's log."""
        if AVAILABLE in line:
            self.reset()
        elif found := UNAVAILABLE.search(line):
            self.reason = found[1]
        elif found := NEXT_TRY.search(line):
            self.next_try_at = round(time.time()) + int(found[1])

    def reset(self) -> None:
        """A bot that has ended takes what it knew with it."""
        self.reason = self.next_try_at = None
