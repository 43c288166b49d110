"""Valid values of `DATABASE_URL`, and the errors for others."""

from pathlib import Path

import pytest

from bot.storage import PostgresLocation, SqliteLocation, parse_database_url


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
    assert parse_database_url(url) == SqliteLocation(Path(path))


def test_the_spool_stands_beside_the_database() -> None:
    """One folder per database, named after it."""
    assert SqliteLocation(Path("/data/a.db")).spool == Path("/data/a.db.spool")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://easel:hunter2@db.example.org:5433/easel", "easel on db.example.org:5433"),
        ("postgres://easel:hunter2@db/easel?sslmode=verify-full", "easel on db"),
        ("postgresql:///easel?host=/run/postgresql&password=hunter2", "easel on /run/postgresql"),
        ("postgresql://easel:hunter%2F2@[::1]/a%20b", "a b on [::1]"),
    ],
)
def test_a_url_names_a_database_on_a_server(url: str, name: str) -> None:
    """What people read of it has neither the user nor the password."""
    location = parse_database_url(url)
    assert isinstance(location, PostgresLocation)
    assert location.url == url
    assert location.name == name
    assert "hunter" not in repr(location)


def test_each_database_has_a_heartbeat_of_its_own() -> None:
    """Beside the file, or in the machine's folder for such files."""
    assert SqliteLocation(Path("/data/a.db")).heartbeat == Path("/data/a.db.alive")
    one, other = (PostgresLocation(f"postgresql://db/{name}").heartbeat for name in "ab")
    assert one != other
    assert one.parent == other.parent


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "no database"),
        ("data/easel.sqlite3", "no database"),
        ("mysql://easel:hunter2@db/easel", "“mysql”"),
        ("SQLITE:///x", "“SQLITE”"),
        ("postgresql://easel:hunter2@db", "no database on the PostgreSQL server"),
        ("postgresql:easel", "no database on the PostgreSQL server"),
        ("postgresql://easel:hunter2/@db/easel", "percent-encoded"),
        ("postgresql://easel:hunter2#@db/easel", "percent-encoded"),
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
    assert ". Write sqlite:///relative" in sentence or sentence.endswith(
        ". Write postgresql://user:password@host/database."
    )
    assert "hunter2" not in sentence
