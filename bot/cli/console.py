"""How commands print to the bot's owner, and how they end."""

import contextlib
import os
import sys

OK, FAILED, MISUSED = 0, 1, 2


def say(sentence: str) -> None:
    """Prints a line for the bot's owner to standard output."""
    with contextlib.suppress(OSError):  # nobody is listening any more
        print(sentence, flush=True)  # noqa: T201 - this is where the command line speaks


def complain(sentence: str) -> None:
    """Prints a line about a problem to standard error."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def open_standard_streams() -> None:
    """Opens standard input, output and error if the process was started without them.

    Otherwise the next file that's opened, such as the database, would get their number and their output.
    """
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, closefd=False))  # noqa: SIM115 - for good
