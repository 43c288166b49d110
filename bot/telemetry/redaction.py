"""The second line of defence: text that looks like a secret never reaches the log.

The first line is not to log secrets at all. This one is for libraries and tracebacks. aiohttp's exceptions
quote URLs, for example, and the URL that answers an interaction contains its token.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

MASK = "***"
_SHORTEST = 4  # masking a shorter secret would hide half of every word, and protect nothing

# Each pattern comes with lower-case words. Every match has at least one of them, but most lines have none.
# Searching for a word takes a tenth of the time of searching for a pattern.
_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    # Discord's addresses that are credentials: /webhooks/{id}/{token}, /interactions/{id}/{token}.
    (
        ("/webhooks/", "/interactions/"),
        re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?#\"'<>]+"),
        rf"\1{MASK}",
    ),
    # An interaction's token alone: base64 of "interaction:…".
    (("aw50zxjhy3rpb2",), re.compile(r"aW50ZXJhY3Rpb2[\w+/=-]{16,}", re.ASCII), MASK),
    # A bot's token: base64 of its id (digits, so it starts with M, N or O), a time, a signature.
    ((".",), re.compile(r"\b[MNO][\w-]{17,}\.[\w-]{6}\.[\w-]{20,}", re.ASCII), MASK),
    # A header in a request or in a printed mapping.
    (
        ("authorization",),
        re.compile(
            r"(authorization[\"']?\s*[:=]\s*[\"']?)(?:(?:bot|bearer|basic)\s+)?[^\s\"',)}]+", re.IGNORECASE
        ),
        rf"\1{MASK}",
    ),
    (("bearer",), re.compile(r"\b(bearer\s+)[\w.~+/=-]{16,}", re.ASCII | re.IGNORECASE), rf"\1{MASK}"),
    # Addresses with a password, or with a key or signature in their parameters.
    (("://",), re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), rf"\1{MASK}@"),
    (
        ("?", "&"),
        re.compile(r"([?&](?:api_?key|key|token|access_token|sig|signature|hm)=)[^&\s\"']+", re.IGNORECASE),
        rf"\1{MASK}",
    ),
)


class Redactor:
    """Masks `secrets`, and text that looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        # Longest first, because one can be a part of another.
        self._known = sorted((form for form in known if len(form) >= _SHORTEST), key=len, reverse=True)
        self._any_known = re.compile("|".join(map(re.escape, self._known)))

    def clean(self, text: str) -> str:
        """The text with stars in place of secrets."""
        if any(secret in text for secret in self._known):
            text = self._any_known.sub(MASK, text)
        lowered = text.lower()
        for words, pattern, replacement in _PATTERNS:
            if any(word in lowered for word in words):
                text = pattern.sub(replacement, text)
        return text
