"""Whether image generation is available, read from the bot's log as an owner would read it."""

import re
import time
from dataclasses import dataclass

UNAVAILABLE = re.compile(r"image generation is unavailable \((\w+)\)")
NEXT_TRY = re.compile(r"asking the image API again in (\d+) s")
AVAILABLE = "image generation is available again"


@dataclass(slots=True)
class Availability:
    """`reason` is why image generation is unavailable, in the log's own word. None while it's available.

    `next_try_at` is when the bot tries the image API again, in seconds since the epoch, if its log says so.
    """

    reason: str | None = None
    next_try_at: int | None = None

    def hear(self, line: str) -> None:
        """Handles one line of the bot's log."""
        if AVAILABLE in line:
            self.reset()
        elif found := UNAVAILABLE.search(line):
            self.reason = found[1]
        elif found := NEXT_TRY.search(line):
            self.next_try_at = round(time.time()) + int(found[1])

    def reset(self) -> None:
        """Forgets everything when the bot has ended."""
        self.reason = self.next_try_at = None
