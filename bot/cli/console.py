"""How commands speak to the bot's owner, and how they end."""

import contextlib
import os
import sys

OK, FAILED, MISUSED = 0, 1, 2


def say(sentence: str) -> None:
    """A line for the bot's owner, on standard output."""
    with contextlib.suppress(OSError):  # nobody is listening any more
        print(sentence, flush=True)  # noqa: T201 - this is where the command line speaks


def complain(sentence: str) -> None:
    """A line about what's wrong, on standard error."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def open_standard_streams() -> None:
    """Gives standard input, output and error a place to go where the process was started without them.

    Otherwise the next file that's opened, such as the database, gets their number and what is printed to it.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that's free, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, closefd=False))  # noqa: SIM115 - for good
