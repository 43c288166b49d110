"""Accounts and the bot's application as Discord objects."""

import base64
import re
import secrets
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object as it's sent over the wire."""


@dataclass(eq=False)
class User:
    """One account, human or bot.

    `locale` is the language of the person's client. `accepts_dms` lets bots on a shared server message them.
    Age-restricted commands need an `adult`, and `age_restricted_dms` too in direct messages. All of these can
    be changed at any time.
    """

    id: int
    name: str
    display_name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True
    adult: bool = True
    age_restricted_dms: bool = False

    def payload(self) -> Json:
        """The user object as everybody sees it."""
        payload: Json = {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.display_name,
            "discriminator": "0001" if self.bot else "0",
            "avatar": None,
            "avatar_decoration_data": None,
            "collectibles": None,
            "primary_guild": None,
            "banner": None,
            "accent_color": None,
            "public_flags": 0,
            "flags": 0,
        }
        if self.bot:
            payload["bot"] = True
        return payload

    def own_payload(self) -> Json:
        """The user object as the account itself sees it at `/users/@me`."""
        return self.payload() | {
            "mfa_enabled": True,
            "locale": self.locale,
            "premium_type": 0,
            "email": None,
            "verified": True,
        }


@dataclass(eq=False)
class Application:
    """A bot application: its account, its owner and its token.

    `flags` are the application's public flags, which allow its privileged intents.
    """

    bot: User
    owner: User
    description: str = ""
    flags: int = 0
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.token = self.token or make_token(self.bot.id)

    @property
    def id(self) -> int:
        return self.bot.id

    def basic_payload(self) -> Json:
        """The application as other objects include it."""
        return {
            "id": str(self.id),
            "name": self.bot.name,
            "icon": None,
            "description": self.description,
            # Undocumented and empty since 2021, but Discord still sends it and interactions.py reads it.
            "summary": "",
            "type": None,
            "bot": self.bot.payload(),
        }

    def own_payload(self, guild_count: int) -> Json:
        """The application as its own token sees it at `/applications/@me`."""
        return self.basic_payload() | {
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": f"{self.id:064x}",
            "flags": self.flags,
            "flags_new": str(self.flags),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "event_webhooks_url": None,
            "event_webhooks_status": 1,
            "integration_types_config": {"0": {}},
            "owner": self.owner.payload(),
            "team": None,
            "approximate_guild_count": guild_count,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
        }


def make_token(bot_id: int) -> str:
    """A new bot token in Discord's format. It begins with the bot's id, which some clients read."""
    owner = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{owner}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(28)[:38]}"


def id_in_token(token: str) -> int | None:
    """The bot's id, which Discord's tokens begin with. None if the token has another format."""
    first = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return None
    return int(decoded) if re.fullmatch(r"[1-9][0-9]{15,19}", decoded) else None
