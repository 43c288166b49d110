"""Valid values of `DATABASE_URL`, and the errors for others."""

from pathlib import Path

import pytest

from bot.storage import parse_database_url


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/easel.sqlite3", "data/easel.sqlite3"),
        ("sqlite:////data/easel.sqlite3", "/data/easel.sqlite3"),
        ("sqlite:///easel 50%20.db", "easel 50%20.db"),
        ("sqlite:///../é.db", "../é.db"),
    ],
)
def test_a_url_names_a_file(url: str, path: str) -> None:
    """Three slashes and the path as it is. A fourth one makes it absolute."""
    assert parse_database_url(url).path == Path(path)


def test_the_spool_stands_beside_the_database() -> None:
    """One folder per database, named after it."""
    assert parse_database_url("sqlite:////data/a.db").spool == Path("/data/a.db.spool")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "no database"),
        ("data/easel.sqlite3", "no database"),
        ("postgresql://easel:hunter2@db/easel", "“postgresql”"),
        ("SQLITE:///x", "“SQLITE”"),
        ("sqlite:", "three slashes"),
        ("sqlite:data.db", "three slashes"),
        ("sqlite://data.db", "three slashes"),
        ("sqlite:///", "file's name"),
        ("sqlite:///data/", "file's name"),
        ("sqlite:///:memory:", "forget every hold"),
        ("sqlite:///data.db?mode=ro", "options"),
        ("sqlite:///data.db#x", "options"),
        ("sqlite:///da\0ta.db", "options"),
    ],
)
def test_what_can_not_be_opened_is_one_sentence(url: str, word: str) -> None:
    """It names the setting, the problem and the right form, and quotes no password."""
    with pytest.raises(ValueError, match=r"^DATABASE_URL\b") as refused:
        parse_database_url(url)
    sentence = str(refused.value)
    assert word in sentence
    assert sentence.endswith("Write sqlite:///relative/path or sqlite:////absolute/path.")
    assert "hunter2" not in sentence
