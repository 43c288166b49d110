"""The documents agree with bot/settings."""

import textwrap
from pathlib import Path

import pytest

from bot.settings import SETTINGS, Setting, Settings, SettingsError, load
from tests.project.checkout import text


def example() -> str:
    """The expected `.env.example`."""
    head = "Copy this file to .env and fill in the first two values. Every other line shows a default."
    parts = [f"# {head}\n"]
    for setting in SETTINGS:
        told = "\n".join(textwrap.wrap(setting.meaning, 100, initial_indent="# ", subsequent_indent="# "))
        given = (
            f"# {setting.name}={setting.default}"
            if setting.default
            else f"{setting.name}={setting.placeholder}"
        )
        parts.append(f"{told}\n{given}\n")
    return "\n".join(parts)


def row(setting: Setting) -> str:
    """The expected row of a setting in the table of docs/operating.md."""
    default = f"`{setting.default}`" if setting.default else "**yours**"
    return f"| `{setting.name}` | {default} | {setting.meaning} |"


def test_the_example_shows_every_setting_and_its_default() -> None:
    """.env.example only has each setting once, in order, with its meaning and its default."""
    assert text(".env.example") == example()


def test_the_docs_list_every_setting_and_its_default() -> None:
    """The table in docs/operating.md has exactly one row for each setting, in order."""
    table = [
        line
        for line in text("docs/operating.md").splitlines()
        if line.startswith("| `") and line.count(" | ") == 2
    ]
    listed = [line for line in table if line.split("`")[1].isupper()]
    assert "\n".join(listed) == "\n".join(row(setting) for setting in SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_says_what_it_means(setting: Setting) -> None:
    """A meaning is whole sentences in one line that fits a table, and a default can be parsed."""
    assert setting.meaning.endswith(".")
    assert not {"|", "\n"} & set(setting.meaning)
    if setting.default:
        setting.parse(setting.default)
    else:
        assert setting.placeholder


def test_two_values_have_to_be_filled_in() -> None:
    """As the README says, only a token and a key are needed. Everything else has a default."""
    assert [s.name for s in SETTINGS if s.default is None] == ["DISCORD_TOKEN", "AIMLAPI_KEY"]


def test_who_stops_the_bot_waits_longer_than_it_may_take() -> None:
    """The stop time for Docker in the docs exceeds the default of SHUTDOWN_SECONDS."""
    _, _, after = text("docs/operating.md").partition("--stop-timeout ")
    assert int(after.split()[0]) > Settings.read({}, required=()).shutdown_seconds


def test_a_copy_of_the_example_is_not_filled_in(tmp_path: Path) -> None:
    """An unedited copy of .env.example reports the two missing values, and nothing else."""
    (tmp_path / ".env").write_text(text(".env.example"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.read(load({}, tmp_path / ".env"))
    assert [problem.split()[0] for problem in caught.value.problems] == ["DISCORD_TOKEN", "AIMLAPI_KEY"]
    assert all("placeholder" in problem for problem in caught.value.problems)
