"""Everything that can go wrong has its sentence: plain, private, and clear about what it cost."""

import dataclasses
import inspect
import re

import pytest
from discord import app_commands

import bot.budgets.refusals
import bot.errors
import cogs.errors.refusals
from bot.budgets.policy import UNLIMITED
from bot.errors import (
    EaselError,
    Frozen,
    GenerationUnavailable,
    Interrupted,
    NotCancellable,
    OverBudget,
    PromptRefused,
    ProviderBusy,
    Refused,
    SizeNotOffered,
    TooManyInFlight,
    Unavailable,
)
from cogs.wording import amounts
from cogs.wording.bugs import bug
from cogs.wording.commands import COMMAND_ERRORS, command_sentence
from cogs.wording.people import person
from cogs.wording.refusals import LIMITS
from cogs.wording.sentences import SENTENCES, ending, sentence

ROOTS = {EaselError, Refused, Unavailable}
ERRORS = [
    kind
    for module in (bot.errors, bot.budgets.refusals, cogs.errors.refusals)
    for kind in vars(module).values()
    if inspect.isclass(kind)
    and kind.__module__ == module.__name__
    and issubclass(kind, EaselError)
    and kind not in ROOTS
]

EXAMPLES = {
    "audit_id": 7,
    "actor_id": 9,
    "names": ("cap",),
    "length": 4_200,
    "limit": 4_000,
    "width": 1000,
    "height": 500,
    "nearest": ((992, 512), (1024, 512)),
    "seed": 0,
    "lowest": 1,
    "size": 30 * 2**20,
    "shortest": 16,
    "highest": 9,
    "price": 63_000,
    "left": 12_000,
    "held": 0,
    "renews_at_ms": 1_800_000_000_000,
    "running": 2,
    "scope": "server",
    "state": "requested",
    "reason": "credits",
    "cause": "disk full",
    "cost": 63_000,
    "status": 500,
    "detail": "no",
    "text": "lots",
    "name": "Berlin",
    "until_ms": 1_800_000_000_000,
    "at_ms": 1_800_000_000_000,
    "message": "back on Monday",
}


def made(kind: type[EaselError]) -> EaselError:
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return kind(
        **{field.name: EXAMPLES[field.name] for field in fields if field.default is dataclasses.MISSING}
    )


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_of_its_own(kind):
    """No member reads a generic sentence for something Easel has a name for."""
    assert kind in SENTENCES
    text = sentence(made(kind))
    assert text[0].isupper() or text[0].isdigit() or text[0] == "“"
    assert text.endswith((".", "!"))
    assert 10 < len(text) <= 1000


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_sentence_says_what_it_cost(kind):
    """Whoever is refused reads whether anything was spent."""
    if kind.__name__ != "NotYours":  # nothing of the reader's is at stake
        assert re.search(
            r"[Nn]othing was (spent|changed)|[Yy]ou (pay|paid) (nothing|only)|You weren't charged",
            sentence(made(kind)),
        )


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_found_in_the_store_has_a_sentence_too(kind):
    """All that is left of an error after a restart is its class's name, and that is enough for a sentence."""
    if issubclass(kind, Unavailable) or kind is PromptRefused:
        assert ending(kind.__name__) != ending("something that no version ever wrote")
        assert sentence(Interrupted(kind.__name__)) == ending(kind.__name__)


def test_a_size_is_refused_with_the_nearest_ones():
    """Who asks for 1000 × 500 reads which sizes close to it can be made."""
    text = sentence(SizeNotOffered(1000, 500, ((992, 512), (1024, 512))))
    assert "1000 × 500" in text
    assert "**992 × 512** or **1024 × 512**" in text


def test_over_budget_names_price_balance_and_renewal():
    """The refusal says what it costs, what is left, what is held, and when more comes."""
    text = sentence(OverBudget("member", 63_000, 12_000, 126_000, 1_800_000_000_000))
    for part in ("63,000 tokens", "your budget", "12,000 tokens", "126,000 tokens held", "<t:1800000000:R>"):
        assert part in text


def test_over_budget_names_whose_limit_it_was():
    """A member can tell the server's limit from their own."""
    assert "this server's budget" in sentence(OverBudget("server", 1, 0, 0, None))


@pytest.mark.parametrize("limit", ["member", "server", "operator_server", "operator"])
def test_every_limit_has_words_of_its_own(limit):
    """Whichever limit refused, the member reads which it was."""
    words = {sentence(OverBudget(other, 1, 0, 0, None)) for other in LIMITS if other != limit}
    assert sentence(OverBudget(limit, 1, 0, 0, None)) not in words
    assert "that applies to you" not in sentence(OverBudget(limit, 1, 0, 0, None))


def test_a_freeze_is_told_with_its_reason_and_its_end():
    """Who is frozen reads why, in the moderator's words made harmless, and until when."""
    text = sentence(Frozen("spam @everyone", 1_800_000_000_000))
    assert "spam \\@everyone" in text
    assert "<t:1800000000:R>" in text
    assert "“" not in sentence(Frozen(None, None))


@pytest.mark.parametrize("reason", ["key", "credits", "model", "paused"])
def test_operator_trouble_is_not_the_members_business(reason):
    """Members read that the studio is closed, never why."""
    text = sentence(GenerationUnavailable(reason, "401 from https://api.example"))
    assert "studio is closed" in text
    assert "401" not in text
    assert reason not in text


def test_the_providers_words_are_quoted_harmlessly():
    """A refusal of the image API may quote the prompt, and its mentions stay text."""
    assert "\\@everyone" in sentence(PromptRefused("@everyone is not allowed"))


def test_a_wait_is_told_as_a_moment():
    """A pause of the image API is told as a time that counts down in Discord."""
    assert re.search(r"<t:\d+:R>", sentence(ProviderBusy(30.0)))
    assert "<t:" not in sentence(ProviderBusy(None))


@pytest.mark.parametrize("state", ["requested", "generated", "delivered", "released", "lost", "unknown"])
def test_too_late_to_cancel_says_why(state):
    """Every state in which nothing can be cancelled has its answer."""
    assert sentence(NotCancellable(state))


def test_one_of_something_is_singular():
    """Amounts agree with their noun."""
    assert "1 picture on the way" in sentence(TooManyInFlight(1, 1))
    assert amounts.tokens(1) == "1 token"
    assert amounts.tokens(63_000) == "63,000 tokens"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0 tokens (0 pictures)"),
        (62_999, "62,999 tokens (less than 1 picture)"),
        (63_000, "63,000 tokens (1 picture)"),
        (250_000, "250,000 tokens (3 pictures)"),
        (UNLIMITED, "unlimited"),
        (UNLIMITED - 10**15, "unlimited"),
    ],
)
def test_an_amount_says_what_it_buys(amount, written):
    """Beside the tokens stand the pictures of the default size they pay for; no end is no number."""
    assert amounts.worth(amount) == written


def test_who_was_erased_has_no_mention():
    """A member is shown as Discord shows members, and what stands for an erased one as words."""
    assert person(7) == "<@7>"
    assert "erased" in person(-7)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (121, "121st")],
)
def test_places_in_the_queue_are_ordinals(number, written):
    """1st, 2nd, 3rd, 11th: as people say it."""
    assert amounts.ordinal(number) == written


@pytest.mark.parametrize(
    ("duration", "written"), [(8.24, "8.2 s"), (9.96, "10 s"), (41.4, "41 s"), (185.0, "3 min 5 s")]
)
def test_durations_are_as_exact_as_they_matter(duration, written):
    """Tenths below ten seconds, minutes from two on."""
    assert amounts.seconds(duration) == written


def library_errors():
    errors = inspect.getmembers(app_commands, inspect.isclass)
    leaves = {kind for _, kind in errors if issubclass(kind, app_commands.AppCommandError)}
    # A bug or a failed start, none of which a member can do anything about.
    return leaves - {
        app_commands.AppCommandError,
        app_commands.CommandInvokeError,
        app_commands.CommandSyncFailure,
        app_commands.CommandAlreadyRegistered,
        app_commands.CommandLimitReached,
        app_commands.MissingApplicationID,
        app_commands.TranslationError,
    }


@pytest.mark.parametrize("kind", sorted(library_errors(), key=lambda kind: kind.__name__))
def test_every_refusal_of_the_library_is_covered(kind):
    """Whatever discord.py itself refuses is told in a sentence, not reported as a bug."""
    assert any(base in COMMAND_ERRORS for base in kind.__mro__)


def test_missing_permissions_are_named_as_discord_names_them():
    """Who lacks a permission reads its name as it stands in Discord's settings."""
    text = command_sentence(app_commands.MissingPermissions(["manage_guild", "attach_files"]))
    assert text is not None
    assert "“Manage Server” and “Attach Files”" in text


def test_an_unknown_error_is_a_bug():
    """What nobody foresaw has no sentence, but a number that the operator can find in the log."""
    assert command_sentence(ValueError("surprise")) is None
    assert "`E-0123`" in bug("E-0123")
