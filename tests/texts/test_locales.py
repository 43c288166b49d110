"""The files in locales/ are complete in every language, within Discord's limits, and all used."""

import ast
import re

import pytest
from babel import Locale

from cogs.texts.catalogue import FOLDERS
from tests.cogs.reading import units
from tests.texts.reading import LANGUAGES, calls, modules, numbers, texts, variables
from tests.texts.strict import strict_catalogue

TRANSLATED = [language for language in LANGUAGES if language != "en"]

# Texts that are the same in another language, by part of their ID.
SAME = re.compile(
    r"amount-(tokens|dollars)|duration-|quota-suggest-in$|size-|\.option-role$|name-|\.option-promise"
    r"|picture-(details|prompt)-|^menu-details$|^details-heading$"
)

# By the end of the ID. Otherwise the 2,000 characters of a message apply.
LIMITS = {
    r"\.name-[a-z_]+$": 32,
    r"^-name-": 32,
    r"\.description$|\.option-[a-z_]+$|^-option-": 100,
    r"^choice-|^menu-|-placeholder$|-choice$": 100,
    r"-label$": 80,
    r"-(title|field)$": 45,
}

# The maximum length of a variable, if it can be long.
LONGEST = {"reason": 500, "message": 500, "detail": 500, "prompt": 1000, "list": 600}


def limit(text_id: str) -> int:
    return next((most for pattern, most in LIMITS.items() if re.search(pattern, text_id)), 2000)


def longest(variable: str, text_id: str) -> str:
    """Code cuts what goes into labels and choices, so only whole messages are tested with long words."""
    return "w" * (LONGEST.get(variable, 30) if limit(text_id) == 2000 else 8)


def messages(language: str) -> list[str]:
    return [text_id for text_id in texts(language) if not text_id.startswith("-")]


def own_names(text_id: str) -> bool:
    """Languages choose their own option names."""
    return ".name-" in text_id or text_id.startswith("-name-")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_there_in_every_language(language):
    """No text falls back to English because a translation is missing, and no translation is left over."""
    theirs = {text_id for text_id in texts(language) if not own_names(text_id)}
    assert theirs == set(texts("en"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_texts_say_the_same_in_every_language(language):
    """A translation has the English text's variables and commands, and is in the same file."""
    for text_id, english in texts("en").items():
        theirs = texts(language)[text_id]
        assert theirs.file == english.file, text_id
        assert variables(text_id, language) == variables(text_id), text_id
        assert theirs.commands == english.commands, text_id
        for name in theirs.flags.keys() & english.flags.keys():
            assert theirs.flags[name] == english.flags[name], text_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_complete(language):
    """Every choice by number has all of the language's forms."""
    forms = {*Locale.parse(language).plural_form.tags, "other"}
    for text_id, text in texts(language).items():
        for keys in text.plurals:
            assert forms <= keys, text_id


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_translated(language):
    """Only words that are the same in both languages can equal the English text."""
    same = [
        text_id
        for text_id, english in texts("en").items()
        if re.search(r"[^\W\d_]", english.words) and english.words == texts(language)[text_id].words
    ]
    assert [text_id for text_id in same if not SAME.search(text_id)] == []


@pytest.mark.parametrize("locale", FOLDERS)
def test_every_text_fits_where_discord_shows_it(locale):
    """No text exceeds Discord's limit for its place, even with the longest variables."""
    here = strict_catalogue().texts(locale)
    for text_id in messages(here.language):
        counted = numbers(text_id, here.language)
        given = {
            name: 1_000_000 if name in counted else longest(name, text_id)
            for name in variables(text_id, here.language)
        }
        flags = texts(here.language)[text_id].flags
        for chosen in [{}, *({name: key} for name, keys in flags.items() for key in keys)]:
            text = here(text_id, **{**given, **chosen})
            assert 0 < units(text) <= limit(text_id), (text_id, text)
            assert text == text.strip(), text_id
            assert not re.search(r"\S  +\S", text), (text_id, text)


def test_every_text_that_is_asked_for_exists():
    """Code only uses existing texts, with exactly the variables they need."""
    for place, call, given in calls():
        if isinstance(given, ast.JoinedStr):
            continue
        assert given.value in messages("en"), f"{place}: {given.value}"
        if all(keyword.arg for keyword in call.keywords):
            assert {keyword.arg for keyword in call.keywords} == variables(given.value), place


def test_no_text_is_left_over():
    """Every text is used by its ID, by the start of a composed ID, or by another text."""
    asked: set[str] = set()
    beginnings: set[str] = {"command-", "menu-", "error-"}  # by a command's path, by an error's class
    for module in modules().values():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginning = str(node.values[0].value)
                if re.fullmatch(r"[a-z][a-z0-9_-]*[-.]", beginning):
                    beginnings.add(beginning)
    for language in LANGUAGES:
        referred = set().union(*(text.references for text in texts(language).values()))
        for text_id in texts(language):
            if not text_id.startswith(tuple(beginnings)):
                assert text_id in asked | referred, language
