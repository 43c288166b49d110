"""Routes, and what their handlers take and return."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from playground.discord.errors import NOT_FOUND, ApiError
from playground.discord.rest.bodies import Body
from playground.discord.snowflakes import parse_snowflake
from playground.discord.users import Json


@dataclass(frozen=True)
class Reply:
    """An answer. It's a 204 without `data`."""

    data: Json | list[Any] | None = None
    status: int = 200


@dataclass(frozen=True)
class Call:
    """A request with a checked token and a parsed body."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Body

    def id(self, name: str) -> int:
        """A snowflake from the path. Raises 404 if it isn't one."""
        parsed = parse_snowflake(self.params[name])
        if parsed is None:
            raise NOT_FOUND
        return parsed

    def flag(self, name: str) -> bool:
        """A boolean of the query string (`developers/reference.mdx`, Boolean Query Strings)."""
        return self.query.get(name, "").lower() in ("true", "1")

    @property
    def form(self) -> Json:
        """The body, which must be a JSON object."""
        if not isinstance(self.body.data, dict):
            raise ApiError(400, 50035, "Invalid Form Body", {"_errors": [_NOT_AN_OBJECT]})
        return self.body.data


_NOT_AN_OBJECT = {"code": "MODEL_TYPE_CONVERT", "message": "Only dictionaries may be used in a ModelType"}

Handler: TypeAlias = Callable[[Call], Awaitable[Reply]]


@dataclass(frozen=True)
class Route:
    """`path` is below /api/v10 (or v9). The headers announce `limit` requests per `window_seconds`.

    With `by_token`, the path has an interaction's token and needs no Authorization header.
    """

    method: str
    path: str
    handler: Handler
    limit: int = 50
    window_seconds: float = 1.0
    by_token: bool = False
