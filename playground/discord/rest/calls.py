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
    """An answer. Without `data` it is a 204."""

    data: Json | list[Any] | None = None
    status: int = 200


@dataclass(frozen=True)
class Call:
    """A request whose token was checked and whose body was read."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Body

    def id(self, name: str) -> int:
        """A snowflake of the path. Raises 404 where it is none."""
        parsed = parse_snowflake(self.params[name])
        if parsed is None:
            raise NOT_FOUND
        return parsed

    def flag(self, name: str) -> bool:
        """A boolean of the query string (`developers/reference.mdx`, Boolean Query Strings)."""
        return self.query.get(name, "").lower() in ("true", "1")

    @property
    def form(self) -> Json:
        """The body as a JSON object; anything else is refused."""
        if not isinstance(self.body.data, dict):
            raise ApiError(400, 50035, "Invalid Form Body", {"_errors": [_NOT_AN_OBJECT]})
        return self.body.data


_NOT_AN_OBJECT = {"code": "MODEL_TYPE_CONVERT", "message": "Only dictionaries may be used in a ModelType"}

Handler: TypeAlias = Callable[[Call], Awaitable[Reply]]


@dataclass(frozen=True)
class Route:
    """`path` below /api/v10 (or v9). `limit` requests per `window_seconds` are announced in the headers.

    `by_token`: the path carries an interaction's token, and no Authorization header is needed.
    """

    method: str
    path: str
    handler: Handler
    limit: int = 50
    window_seconds: float = 1.0
    by_token: bool = False
