"""Blocked words are found in any disguise, and never inside innocent words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.blocked_words import (
    MAX_ENTRIES,
    BlockedWords,
    InvalidBlockedWord,
    TooManyBlockedWords,
    fold,
    parse_entries,
)


@pytest.mark.parametrize(
    "prompt",
    [
        "darn",
        "a DARN cat",
        "Darn!",
        "d.a.r.n",
        "d-a-r-n it",
        "d a r n",
        "d  a  r  n",
        "d_a_r_n",
        "**d**arn",
        "d*a*r*n",
        "~~da~~rn",
        "||da||rn",
        "`darn`",
        "dаrn",  # Cyrillic а
        "ԁаrո",  # Cyrillic ԁ and а, Armenian ո
        "d4rn",
        "d@rn",
        "därn",
        "da\u0301rn",
        "ｄａｒｎ",
        "𝖉𝖆𝖗𝖓",
        "ⓓⓐⓡⓝ",
        "🅳🅰🆁🅽",
        "🇩🇦🇷🇳",
        "ᴅᴀʀɴ",
        "da\u200brn",
        "d\u00ada\u2060r\ufeffn",
        "daaaarn",
        "ddddarn",
        "over-darn",
        "line\ndarn\nline",
    ],
)
def test_a_blocked_word_is_found_in_every_disguise(prompt):
    """Case, styles, look-alikes, leetspeak, invisible characters and punctuation don't help."""
    assert BlockedWords(["darn"]).find(prompt) == "darn"


@pytest.mark.parametrize(
    ("entry", "prompt"),
    [
        ("ass", "a classy assassin passes the glass"),
        ("shit", "I wish it would rain, push it"),
        ("anal", "an al dente bowl"),
        ("slit", "silt in the river"),
        ("ass", "as soon as possible"),
        ("cum", "a document about cucumbers"),
        ("tit", "title of the constitution"),
        ("ahole", "a hole in the ground"),
        ("god", "a good dog"),
        ("darn", "darning needles"),
        ("bad word", "a bad, but true password"),
    ],
)
def test_innocent_words_pass(entry, prompt):
    """Words that contain an entry, or two words that spell one together, are left alone."""
    assert BlockedWords([entry]).find(prompt) is None


@pytest.mark.parametrize(
    ("entry", "prompt"),
    [
        ("darn*", "darning needles"),
        ("*darn", "goshdarn"),
        ("*darn*", "undarned"),
        ("d?rn", "the dorn bush"),
        ("d?rn", "d.0.r.n"),
        ("evil clown", "an EVIL   clown"),
        ("evil clown", "évil-cl0wn"),
        ("evil clown", "evil\n**clown**"),
        ("evil clown", "e v i l c l o w n"),
        ("Bööse", "boose"),
        ("straße", "STRASSE"),
    ],
)
def test_wildcards_and_phrases(entry, prompt):
    """`*` matches any letters, `?` a single one, and a phrase matches whatever separates its words."""
    assert BlockedWords([entry]).find(prompt) == entry


def test_the_first_matching_entry_is_named():
    """Moderators read which entry matched."""
    words = BlockedWords(parse_entries("clown, darn"))
    assert words.find("darn clown") == "clown"
    assert BlockedWords([]).find("anything") is None


def test_entries_are_read_as_moderators_type_them():
    """Lines and commas separate entries. The same word in another disguise is the same entry."""
    assert parse_entries("darn,  evil   clown\n\nDARN, därn\nbad*") == ("darn", "evil clown", "bad*")


@pytest.mark.parametrize("typed", ["a", "*", "**?", "!!", "x" * 61, "\u200b\u200b"])
def test_what_would_block_everything_is_refused(typed):
    """An entry needs two letters or digits, so that a typo can't block every prompt."""
    with pytest.raises(InvalidBlockedWord):
        parse_entries(typed)


def test_a_server_has_a_bounded_list():
    """The list has a maximum length."""
    with pytest.raises(TooManyBlockedWords):
        parse_entries("\n".join(f"word{number}" for number in range(MAX_ENTRIES + 1)))


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=60), max_size=5))
def test_no_text_breaks_it(prompt, typed):
    """Any text gets an answer or a refusal."""
    try:
        entries = parse_entries("\n".join(typed))
    except InvalidBlockedWord:
        return
    found = BlockedWords(entries).find(prompt)
    assert found is None or found in entries


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), st.data())
def test_any_word_is_found_with_anything_between_its_letters(word, data):
    """Punctuation between the letters and combining marks on them hide nothing."""
    marks = st.text(alphabet=".-*~'\u200b\u0301", max_size=3)
    hidden = "".join(letter + data.draw(marks) for letter in word)
    assert BlockedWords([word]).find(f"the {hidden} there") == word


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text):
    """Prompts and entries are compared in the same form."""
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.category(character) == "Cf" for character in once)
