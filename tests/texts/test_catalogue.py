"""The texts in locales/ are found by locale, formatted by its rules, and complete in every language."""

import logging
from decimal import Decimal

import pytest

from cogs.texts.catalogue import Catalogue, Language, MissingText
from tests.texts.strict import strict_catalogue


def catalogue(*, strict: bool = False, **languages: str) -> Catalogue:
    sources = {"en": "", "de": "", "es": "", **languages}
    return Catalogue({name: Language([text]) for name, text in sources.items()}, strict=strict)


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en-US", "945,000 tokens"),
        ("en-GB", "945,000 tokens"),
        ("de", "945.000 Tokens"),
        ("es-ES", "945.000 tokens"),
        ("es-419", "945,000 tokens"),
        ("fr", "945,000 tokens"),
        (None, "945,000 tokens"),
    ],
)
def test_every_locale_of_discord_has_texts(locale, written):
    """Numbers follow the country's conventions, and locales without texts use English."""
    assert strict_catalogue().texts(locale)("amount-tokens", tokens=945_000) == written


@pytest.mark.parametrize(
    ("locale", "count", "written"),
    [
        ("en-US", 0, "0 pictures"),
        ("en-US", 1, "1 picture"),
        ("de", 1, "1 Bild"),
        ("de", 2, "2 Bilder"),
        ("es-ES", 1, "1 imagen"),
        ("es-ES", 1_000_000, "1.000.000 de imágenes"),
    ],
)
def test_plurals_follow_the_language(locale, count, written):
    """One, several and, in Spanish, a million use their language's forms."""
    assert strict_catalogue().texts(locale)("amount-pictures", pictures=count) == written


def test_variables_stand_without_invisible_characters():
    """Discord would show isolation marks around a variable, so texts have none."""
    texts = catalogue(en="a = <{ $name }>").texts(None)
    assert texts("a", name="x") == "<x>"


def test_attributes_flags_and_decimals():
    """A text can be an attribute, select by a bool, and format decimals."""
    texts = catalogue(
        en="a =\n    .b = { $on ->\n        [true] on\n       *[false] off\n    } { $n }"
    ).texts("en-GB")
    assert texts("a.b", on=True, n=Decimal("1.5")) == "on 1.5"
    assert texts("a.b", on=False, n=Decimal("1.0")) == "off 1"


@pytest.mark.parametrize(
    "call",
    [
        lambda texts: texts("unknown"),
        lambda texts: texts("a.unknown"),
        lambda texts: texts("a"),
        lambda texts: texts("a", name=None),
    ],
)
def test_a_strict_catalogue_raises(call):
    """In tests a wrong ID or a missing variable is an error."""
    with pytest.raises(MissingText):
        call(catalogue(strict=True, en="a = { $name }").texts("en-US"))


def test_english_takes_the_place_of_what_is_missing(caplog):
    """Members see English rather than an error, and the log says so once."""
    texts = catalogue(en="a = Hello { $name }").texts("de")
    with caplog.at_level(logging.ERROR):
        assert [texts("a", name="x"), texts("a", name="x")] == ["Hello x", "Hello x"]
    assert len(caplog.records) == 1


def test_a_text_is_shown_with_what_it_refers_to():
    """Messages, attributes and terms that a text refers to are included at any depth."""
    texts = catalogue(
        strict=True,
        en="a = { b } { -term }\nb =\n    { c.d }\n\n# Note.\nc =\n    .d = deep\n-term = { e }\ne = end\n",
    ).texts(None)
    assert texts("a") == "deep end"


def test_a_broken_text_is_missing():
    """A syntax error only breaks one text, not its neighbours."""
    texts = catalogue(en="a = { $\nb = fine").texts("de")
    assert texts("b") == "fine"
    assert texts("a") == "a"


def test_commands_are_clickable_once_their_ids_are_known():
    """Before the first sync, commands are shown in code formatting. After it, they're mentions."""
    here = catalogue(en='a = Use { COMMAND("budget show") }.')
    assert here.texts(None)("a") == "Use `/budget show`."
    here.command_ids["budget"] = 7
    assert here.texts(None)("a") == "Use </budget show:7>."


def test_lists_are_joined_by_the_language():
    """The last item is joined with the language's own word."""
    here = strict_catalogue()
    assert here.texts("en-US").listed("abc", style="or") == "a, b, or c"
    assert here.texts("de").listed("abc") == "a, b und c"
    assert here.texts("es-ES").listed(["a"]) == "a"
