"""One plain sentence or three for every error of `bot.errors`: what happened, what to do, what it cost."""

from bot.errors import EaselError
from cogs.wording.failures import ENDINGS, FAILURES
from cogs.wording.quotas import QUOTAS
from cogs.wording.refusals import REFUSALS
from cogs.wording.table import Sentence, spoken

SENTENCES: dict[type[EaselError], Sentence] = {**REFUSALS, **QUOTAS, **FAILURES}


def sentence(error: EaselError) -> str:
    """For the member who asked. Markdown; at most 1,000 characters."""
    return spoken(SENTENCES, error) or ENDINGS[""]


def ending(reason: str | None) -> str:
    """The same for a generation that ended a while ago: all that is left of its error is the class's name."""
    return ENDINGS.get(reason or "", ENDINGS[""])
