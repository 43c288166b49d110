"""Every error has its text, which is plain and clear about what it cost."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
import typing
from collections.abc import Iterator

import aiohttp
import discord
import pytest
from discord import app_commands

import bot
import cogs
from bot.budgets.refusals import InvalidAmount, InvalidTimeZone
from bot.contests.model import Phase
from bot.errors import (
    EaselError,
    Frozen,
    GenerationUnavailable,
    Interrupted,
    NotCancellable,
    OverBudget,
    Paused,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
    Refused,
    RequestRejected,
    SizeNotOffered,
    TooManyInFlight,
    Unavailable,
)
from cogs.errors.descriptions import FORMER_NAMES, describe, describe_reason
from cogs.texts.catalogue import FOLDERS
from tests.texts.strict import strict_catalogue

ROOTS = {EaselError, Refused, Unavailable}


def errors(kind: type[EaselError]) -> Iterator[type[EaselError]]:
    """Every subclass of this error in bot/ and cogs/."""
    for derived in kind.__subclasses__():
        if derived.__module__.startswith(("bot.", "cogs.")):
            yield derived
        yield from errors(derived)


for package in (bot, cogs):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

ALL = list(dict.fromkeys(errors(EaselError)))
ERRORS = [kind for kind in ALL if kind not in ROOTS]

EXAMPLES = {
    "actor_id": 7,
    "again_at_ms": 1_800_000_000_000,
    "channel_ids": (7, 8),
    "entry": "gr?y",
    "flaw": "place",
    "open": True,
    "refused": 3,
    "role_ids": (7, 8),
    "seconds": 30,
    "value": "7",
    "audit_id": 7,
    "names": ("cap",),
    "count": 300,
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
    "setting": "prize_1",
    "place": 2,
    "other": "pool",
    "earlier": "opens",
    "earlier_at_ms": 1_800_000_000_000,
    "later": "entries_until",
    "later_at_ms": 1_700_000_000_000,
    "phase": Phase.OPEN,
    "length_ms": 5,
    "least_ms": 60_000,
    "least": 500,
    "role_id": 7,
    "before_ms": 1_800_000_000_000,
    "days": 14,
    "old_enough_at_ms": 1_800_000_000_000,
    "opened_at_ms": 1_800_000_000_000,
    "titles": ("Autumn", "Winter"),
}


def made(kind: type[EaselError]) -> EaselError:
    """An instance with an example for each field, by its name or its type."""
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    types = typing.get_type_hints(kind)
    examples = EXAMPLES | ({"nearest": ("Europe/Berlin",)} if kind is InvalidTimeZone else {})
    needed = [field.name for field in fields if field.default is dataclasses.MISSING]
    return kind(**{name: examples[name] if name in examples else types[name]() for name in needed})


def test_no_two_errors_have_the_same_name():
    """The name finds an error's text, and is also the reason in the store."""
    names = [kind.__name__ for kind in ALL]
    assert [name for name in names if names.count(name) > 1] == []


# The reader has nothing at stake, or it's the only text about being charged.
WITHOUT_COST = {"NotYours"}
COSTS = ("You weren't charged.", "Nothing was changed.", "You only pay if you get it.")
TEXTS = strict_catalogue().texts("en-US")


def sentence(error: BaseException) -> str:
    text = describe(error, TEXTS)
    assert text is not None
    return text


@pytest.mark.parametrize("locale", FOLDERS)
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_text_of_its_own(kind, locale):
    """Every error that Easel knows has its own text, in every language."""
    texts = strict_catalogue().texts(locale)
    text = describe(made(kind), texts)
    assert text != texts("error-easel-error")
    assert text.endswith((".", "?"))
    assert 10 < len(text) <= 1000


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_text_ends_with_what_it_cost(kind):
    """The member reads whether they were charged."""
    if kind.__name__ not in WITHOUT_COST:
        assert sentence(made(kind)).endswith(COSTS)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_found_in_the_store_has_a_text_too(kind):
    """After a restart only the error's class name is left, and that's enough for a text."""
    if issubclass(kind, Unavailable) or kind is PromptRefused:
        assert describe_reason(kind.__name__, TEXTS) != describe_reason("no version wrote this", TEXTS)
        assert sentence(Interrupted(kind.__name__)) == describe_reason(kind.__name__, TEXTS)


@pytest.mark.parametrize(("former", "name"), FORMER_NAMES.items())
def test_names_from_earlier_versions_keep_their_text(former, name):
    """A generation that ended in an earlier version still has its explanation."""
    assert describe_reason(former, TEXTS) == describe_reason(name, TEXTS)
    assert describe_reason(former, TEXTS) != describe_reason(None, TEXTS)


def test_a_size_is_refused_with_the_nearest_ones():
    """A member who asks for 1000 × 500 reads which similar sizes are possible."""
    text = sentence(SizeNotOffered(1000, 500, ((992, 512), (1024, 512))))
    assert "1000 × 500" in text
    assert "**992 × 512** or **1024 × 512**" in text


def test_over_budget_names_price_balance_and_reset():
    """The refusal says what the picture costs, what's left, what's held, and when it renews."""
    text = sentence(OverBudget("member", 63_000, 12_000, 126_000, 1_800_000_000_000))
    for part in ("costs 63,000", "you have 12,000 left", "126,000 tokens are reserved", "<t:1800000000:R>"):
        assert part in text


@pytest.mark.parametrize("held", [0, 1])
def test_over_budget_without_a_reset_is_whole_sentences(held):
    """Missing parts leave no gap in the text."""
    text = sentence(OverBudget("member", 63_000, 12_000, held, None))
    assert "  " not in text
    assert " ." not in text
    assert "resets" not in text


@pytest.mark.parametrize("locale", FOLDERS)
def test_over_budget_names_whose_limit_it_was(locale):
    """Each of the four limits has its own sentence."""
    texts = strict_catalogue().texts(locale)
    limits = ("member", "server", "operator_server", "operator")
    assert len({describe(OverBudget(limit, 1, 0, 0, None), texts) for limit in limits}) == 4


def test_a_freeze_is_told_with_its_reason_and_its_end():
    """A frozen member reads why, in the moderator's words without markdown, and until when."""
    text = sentence(Frozen("spam @everyone", 1_800_000_000_000))
    assert "spam \\@everyone" in text
    assert "<t:1800000000:R>" in text
    assert "Reason" not in sentence(Frozen(None, None))
    assert "Reason" not in sentence(Frozen("  ", None))


@pytest.mark.parametrize("reason", ["key", "credits", "forbidden", "model", "url", "paused"])
def test_the_owners_trouble_is_not_the_members_business(reason):
    """Members read that image generation is unavailable, but not why."""
    text = sentence(GenerationUnavailable(reason, "401 from https://api.example"))
    assert "unavailable" in text
    assert "401" not in text
    assert reason not in text


def test_only_a_refused_prompt_blames_the_prompt():
    """A wrong request is for the owner to fix, and its details stay in the log."""
    assert "different words" in sentence(PromptRefused(""))
    text = sentence(RequestRejected(400, "safety_tolerance"))
    assert "different words" not in text
    assert "safety_tolerance" not in text


def test_other_peoples_words_are_quoted_harmlessly():
    """Texts from the image API or the owner can't mention anybody."""
    assert "\\@everyone" in sentence(PromptRefused("@everyone isn't allowed"))
    assert "\\@everyone" in sentence(Paused("@everyone"))


def test_a_wait_is_told_as_a_moment():
    """When the image API asks to wait, Discord shows a countdown."""
    assert re.search(r"<t:\d+:R>", sentence(ProviderBusy(30.0)))
    assert "<t:" not in sentence(ProviderBusy(None))


def test_failures_in_a_row_are_counted():
    """A single failure isn't described as several."""
    assert "in a row" not in sentence(ProviderFailed(500, attempts=1))
    assert "3 times in a row" in sentence(ProviderFailed(500, attempts=3))


@pytest.mark.parametrize("state", ["requested", "generated", "delivered", "released", "lost", "unknown"])
def test_too_late_to_cancel_says_why(state):
    """Every state that can't be cancelled has its answer."""
    assert sentence(NotCancellable(state))


def test_one_of_something_is_singular():
    """Amounts agree with their nouns."""
    assert "1 picture in progress" in sentence(TooManyInFlight(1, 1))
    assert "3 pictures in progress" in sentence(TooManyInFlight(3, 3))


def test_an_unclear_amount_comes_with_its_readings():
    """For 250.000, the answer offers the possible amounts in the form they're typed."""
    assert "**250000** or **250**" in sentence(InvalidAmount("250.000", (250_000, 250)))
    assert "63000, 250k" in sentence(InvalidAmount("lots"))


def test_an_unknown_time_zone_comes_with_the_nearest():
    """For a misspelt time zone, the answer offers similar ones."""
    assert "Did you mean **Europe/Berlin**?" in sentence(InvalidTimeZone("Berlim", ("Europe/Berlin",)))
    assert "from the list" in sentence(InvalidTimeZone("x", ()))


def library_errors():
    errors = inspect.getmembers(app_commands, inspect.isclass)
    leaves = {kind for _, kind in errors if issubclass(kind, app_commands.AppCommandError)}
    # A bug or a failed start, which members can't do anything about.
    return leaves - {
        app_commands.AppCommandError,
        app_commands.CommandInvokeError,
        app_commands.CommandSyncFailure,
        app_commands.CommandAlreadyRegistered,
        app_commands.CommandLimitReached,
        app_commands.MissingApplicationID,
        app_commands.TranslationError,
    }


LIBRARY = {
    app_commands.CommandOnCooldown: (app_commands.Cooldown(1, 60), 30.0),
    app_commands.MissingPermissions: (["manage_guild"],),
    app_commands.BotMissingPermissions: (["attach_files", "use_vad"],),
    app_commands.MissingAnyRole: (["a"],),
    app_commands.MissingRole: ("a",),
    app_commands.TransformerError: ("x", discord.AppCommandOptionType.string, app_commands.Transformer()),
    app_commands.CommandNotFound: ("x", []),
}


@pytest.mark.parametrize("kind", sorted(library_errors(), key=lambda kind: kind.__name__))
def test_every_refusal_of_the_library_is_covered(kind):
    """discord.py's own refusals have texts and aren't reported as bugs."""
    error = kind.__new__(kind)
    if kind is not app_commands.CommandSignatureMismatch:  # it needs a whole command
        error = kind(*LIBRARY.get(kind, ()))
    assert describe(error, TEXTS)


@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), discord.RateLimited(30)])
def test_trouble_with_discord_is_no_bug(error):
    """A reply that didn't reach Discord is described like that."""
    assert "try again" in sentence(error)


def test_missing_permissions_are_named_as_discord_names_them():
    """A missing permission has its name from Discord's settings."""
    error = app_commands.MissingPermissions(["manage_guild", "attach_files"])
    assert "**Manage Server** and **Attach Files**" in sentence(error)
    assert "**Server verwalten** und **Dateien anhängen**" in describe(error, strict_catalogue().texts("de"))


def test_an_unknown_error_is_a_bug():
    """An unexpected error has no text, so it's reported with a code for the owner."""
    assert describe(ValueError("surprise"), TEXTS) is None
