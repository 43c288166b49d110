"""Settings report all problems at once, in plain sentences without secrets."""

import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.settings import SETTINGS, Secret, Settings, SettingsError, load, near_misses

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GxYzAb.abcdefghijklmnopqrstuvwxyz0123"
FILLED_IN = {"DISCORD_TOKEN": TOKEN, "AIMLAPI_KEY": "0123456789abcdef0123456789abcdef"}


def problems(**changed: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.read({**FILLED_IN, **changed})
    return caught.value.problems


def test_two_values_are_enough() -> None:
    """With only the token and the key, everything else has its documented default."""
    settings = Settings.read(FILLED_IN)
    assert settings.discord_token.reveal() == TOKEN
    assert settings.database_url == "sqlite:///data/easel.sqlite3"
    assert settings.default_allowance == 1_000_000
    assert (settings.max_concurrent_generations, settings.member_in_flight) == (4, 4)
    assert (settings.log_format, settings.log_level) == ("text", "info")
    assert settings.aimlapi_url == "https://api.aimlapi.com"


def test_every_problem_is_reported_together() -> None:
    """Nobody has to start the bot five times to find five mistakes."""
    with pytest.raises(SettingsError) as caught:
        Settings.read({"LOG_LEVEL": "loud", "DEFAULT_ALLOWANCE": "-1", "AIMLAPI_URL": "api.aimlapi.com"})
    named = {sentence.split()[0] for sentence in caught.value.problems}
    assert named == {"DISCORD_TOKEN", "AIMLAPI_KEY", "LOG_LEVEL", "DEFAULT_ALLOWANCE", "AIMLAPI_URL"}


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("DISCORD_TOKEN", f"Bot {TOKEN}", "Leave that word out"),
        ("DISCORD_TOKEN", f"{TOKEN[:9]} {TOKEN[9:]}", "in one piece"),
        ("DISCORD_TOKEN", f"{TOKEN[:9]}\n{TOKEN[9:]}", "in one piece"),
        ("DISCORD_TOKEN", f'"{TOKEN}"', "quotes"),
        ("DISCORD_TOKEN", "123456789012345678", "application's ID"),
        ("DISCORD_TOKEN", "0123456789abcdef" * 4, "public key"),
        ("DISCORD_TOKEN", "Zm9vYmFyYmF6cXV4cXV1eGNvcmdl", "Reset Token"),
        ("DISCORD_TOKEN", TOKEN.replace("G", "Г"), "Copy it again"),
        ("AIMLAPI_KEY", "Bearer 0123456789abcdef", "Leave that word out"),
        ("AIMLAPI_KEY", "01234567 89abcdef", "in one piece"),
        ("AIMLAPI_URL", "api.aimlapi.com", "https://host/path"),
        ("AIMLAPI_URL", "https://api.aimlapi.com/v1", "Leave that out"),
        ("AIMLAPI_URL", "http://api.aimlapi.com", "Use https"),
        ("AIMLAPI_URL", "https://me:secret@api.aimlapi.com", "Leave those out"),
        ("AIMLAPI_URL", "https://api.aimlapi.com:99999", "host and port"),
        ("AIMLAPI_URL", "https://[::1", "host and port"),
        ("AIMLAPI_URL", "https://api.aimlapi.com/?key=1", "Leave that out"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "wss://host/path"),
        ("DISCORD_API_URL", "http://127.0.0.1:8000/api/v10", "Set both or neither"),
        ("DATABASE_URL", "data/easel.sqlite3", "sqlite:///data/easel.sqlite3"),
        ("LOG_FORMAT", "xml", "one of text, json"),
        ("LOG_LEVEL", "verbose", "debug, info, warning, error"),
        ("DEFAULT_ALLOWANCE", "lots", "500k"),
        ("DEFAULT_ALLOWANCE", "2,5m", "2,500,000"),
        ("DEFAULT_ALLOWANCE", "250.000", "250 or 250,000"),
        ("DEFAULT_ALLOWANCE", "1 000", "1,000"),
        ("MONTHLY_CAP", "20.000", "20 or 20,000"),
        ("MONTHLY_CAP", "free", "500k"),
        ("DEFAULT_ALLOWANCE", "1.0005k", "whole number"),
        ("DEFAULT_ALLOWANCE", "9999999999999", "at most"),
        ("MAX_CONCURRENT_GENERATIONS", "0", "from 1 to 100"),
        ("MEMBER_IN_FLIGHT", "-2", "from 1 to 1000"),
        ("SHUTDOWN_SECONDS", "nan", "from 0 to 600"),
        ("GENERATION_TIMEOUT_SECONDS", "a while", "from 1 to 600"),
        ("OPERATOR_GUILD_ID", "The Workshop", "Copy Server ID"),
        ("OPERATOR_GUILD_ID", "12345", "Copy Server ID"),
        ("OPERATOR_GUILD_ID", "9223372036854775808", "Copy Server ID"),
        ("OPERATOR_GUILD_ID", "１５７４０２７３０３６６９７２７２３９", "Copy Server ID"),
        ("MEMBER_IN_FLIGHT", "２", "from 1 to 1000"),
        ("RETRY_SECONDS", "inf", "from 0.01 to 60"),
        ("METRICS_ADDRESS", "yes", "a port like 9464"),
        ("METRICS_ADDRESS", "0", "a port like 9464"),
        ("METRICS_ADDRESS", "70000", "a port like 9464"),
        ("METRICS_ADDRESS", "example.com:9464", "0.0.0.0:9464"),
        ("METRICS_ADDRESS", "0.0.0.0", "0.0.0.0:9464"),
    ],
)
def test_nonsense_gets_one_sentence_that_says_what_to_do(name: str, text: str, advice: str) -> None:
    """Each invalid value is named by its setting, with what to do about it."""
    [sentence] = problems(**{name: text})
    assert sentence.startswith(name)
    assert advice in sentence
    assert sentence.endswith((".", "?"))


@pytest.mark.parametrize("text", ["secretive sesame", "Bearer sesame", '"sesame"', "sesame\n", "séesame"])
def test_no_sentence_quotes_a_secret(text: str) -> None:
    """A sentence about a token or key doesn't show it."""
    for name in ("DISCORD_TOKEN", "AIMLAPI_KEY"):
        with pytest.raises(SettingsError) as caught:
            Settings.read({name: text + "\u00e9"})
        assert "esame" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2000000", 2_000_000),
        ("2_000_000", 2_000_000),
        ("2m", 2_000_000),
        ("2M", 2_000_000),
        ("500k", 500_000),
        ("1.5m", 1_500_000),
        ("1,000,000", 1_000_000),
        ("unlimited", UNLIMITED),
        ("0", 0),
    ],
)
def test_amounts_may_be_written_as_people_write_them(text: str, amount: int) -> None:
    """Commas, underscores, k, m and "unlimited" are accepted."""
    assert Settings.read({**FILLED_IN, "DEFAULT_ALLOWANCE": text}).default_allowance == amount


@given(st.integers(min_value=0, max_value=10**12))
def test_every_amount_survives_being_written_out(amount: int) -> None:
    """An amount of tokens is read back exactly as it was written, however large."""
    assert Settings.read({**FILLED_IN, "DEFAULT_ALLOWANCE": f"{amount:_}"}).default_allowance == amount


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("none", None),
        ("9464", ("127.0.0.1", 9464)),
        (":9464", ("127.0.0.1", 9464)),
        ("localhost:9464", ("127.0.0.1", 9464)),
        ("0.0.0.0:9464", ("0.0.0.0", 9464)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_metrics_stay_on_this_machine_unless_told_otherwise(text: str, address: object) -> None:
    """A port alone is on the loopback address. Without the setting, nothing is served."""
    assert Settings.read({**FILLED_IN, "METRICS_ADDRESS": text}).metrics_address == address
    assert Settings.read(FILLED_IN).metrics_address is None


@pytest.mark.parametrize(
    ("text", "cap"), [("20m", 20_000_000), ("0", 0), ("none", None), ("None", None), ("unlimited", None)]
)
def test_the_monthly_cap_can_be_lifted(text: str, cap: int | None) -> None:
    """It takes an amount like any other, or "none" for no cap."""
    assert Settings.read({**FILLED_IN, "MONTHLY_CAP": text}).monthly_cap == cap


def test_the_whole_bot_spends_ten_dollars_a_month_unless_told_otherwise() -> None:
    """A forgotten setting can't cost a fortune."""
    assert Settings.read(FILLED_IN).monthly_cap == 10 * TOKENS_PER_USD


def test_the_operators_server_is_an_id_or_none() -> None:
    """The default is no server. A set value is the server's id."""
    assert Settings.read(FILLED_IN).operator_guild_id is None
    assert Settings.read({**FILLED_IN, "OPERATOR_GUILD_ID": "None"}).operator_guild_id is None
    given_id = Settings.read({**FILLED_IN, "OPERATOR_GUILD_ID": "1574027303669727239"}).operator_guild_id
    assert given_id == 1574027303669727239


@given(st.sampled_from([setting.name for setting in SETTINGS]), st.text(max_size=40))
def test_no_text_whatever_breaks_the_reading(name: str, text: str) -> None:
    """Any text gives a value or a sentence, never another exception."""
    try:
        Settings.read({**FILLED_IN, name: text})
    except SettingsError as error:
        assert error.problems  # noqa: PT017 - either way is fine


def test_a_local_discord_is_reached_over_plain_http() -> None:
    """On this machine http and ws are fine, and a trailing slash makes no difference."""
    local = {
        "DISCORD_API_URL": "http://127.0.0.1:8000/api/v10/",
        "DISCORD_GATEWAY_URL": "ws://localhost:8000/gateway",
        "AIMLAPI_URL": "http://[::1]:8000/image-api/",
    }
    settings = Settings.read({**FILLED_IN, **local})
    assert settings.discord_api_url == "http://127.0.0.1:8000/api/v10"
    assert settings.aimlapi_url == "http://[::1]:8000/image-api"


def test_a_command_asks_only_for_what_it_needs() -> None:
    """A backup needs neither token nor key. A missing one is an empty secret."""
    settings = Settings.read({}, required=())
    assert not settings.discord_token
    with pytest.raises(SettingsError) as caught:
        Settings.read({}, required=["DISCORD_TOKEN"])
    assert len(caught.value.problems) == 1


def test_a_placeholder_counts_as_not_filled_in() -> None:
    """A copy of .env.example with only one of the two values says which one is missing."""
    [sentence] = problems(AIMLAPI_KEY="your-api-key")
    assert "placeholder" in sentence


def test_a_slip_of_the_pen_is_pointed_out() -> None:
    """Near misses of a required name are pointed out, and so are other misspelt names."""
    with pytest.raises(SettingsError) as caught:
        Settings.read({"DISCORD_TOKE": TOKEN, "AIMLAPI_KEY": "0123456789abcdef"})
    assert "DISCORD_TOKE is" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert near_misses({"LOG_LEVLE": "info", "PATH": "/bin", "HOME": "/", "LOG_LEVEL": "info"}) == [
        "Easel has no setting LOG_LEVLE. Did you mean LOG_LEVEL?"
    ]


def test_secrets_do_not_show_themselves() -> None:
    """repr, str, f-strings, % formatting and pickle don't reveal a secret. Only reveal() does."""
    settings = Settings.read(
        {**FILLED_IN, "DATABASE_URL": "postgresql://easel:open%20sesame@localhost/easel"}
    )
    shown = f"{settings} {settings!r} {settings.discord_token} {settings.discord_token!r:>40} %s" % settings
    for secret in (*settings.secrets(), "sesame"):
        assert secret not in shown
    assert settings.secrets() == sorted([*FILLED_IN.values(), "open sesame", "open%20sesame"])
    with pytest.raises(TypeError):
        pickle.dumps(settings.discord_token)
    assert settings.discord_token == Secret(TOKEN)


def test_settings_stay_as_they_were_read() -> None:
    """Nothing can change a setting while the bot runs."""
    with pytest.raises(FrozenInstanceError):
        Settings.read(FILLED_IN).log_level = "debug"  # type: ignore[misc]


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    """A value in the environment wins over .env, but an empty one doesn't."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("# a comment\nLOG_LEVEL=debug\nLOG_FORMAT='json'\nAIMLAPI_KEY=\n", encoding="utf-8")
    assert load({"LOG_LEVEL": "error", "LOG_FORMAT": " "}, dotenv) == {
        "LOG_LEVEL": "error",
        "LOG_FORMAT": "json",
    }


def test_the_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading .env doesn't pass secrets to child processes, and doesn't expand dollar signs."""
    monkeypatch.setenv("EASEL_PROBE", "expanded")
    dotenv = tmp_path / ".env"
    dotenv.write_text("AIMLAPI_KEY=a${EASEL_PROBE}b\n", encoding="utf-8-sig")
    assert load({}, dotenv) == {"AIMLAPI_KEY": "a${EASEL_PROBE}b"}
    monkeypatch.delenv("AIMLAPI_KEY", raising=False)
    assert load({}, tmp_path / "none") == {}


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff\xfe\x00")])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, make) -> None:
    """A .env that's a folder, or isn't text, is reported like any other mistake."""
    dotenv = tmp_path / ".env"
    make(dotenv)
    with pytest.raises(SettingsError, match=r"\.env can't be read: .+\."):
        load({}, dotenv)
