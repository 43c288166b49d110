"""One websocket between the bot and the gateway."""

import asyncio
import contextlib
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMessage, WSMsgType, web

from playground.discord import intents as intent_bits
from playground.discord.gateway.members import members_chunk
from playground.discord.gateway.session import Session
from playground.discord.gateway.transport import make_codec
from playground.discord.users import Json

if TYPE_CHECKING:
    from playground.discord.gateway.hub import Gateway

VERSIONS = ("9", "10")
ACK_SECONDS = 0.02
MISSED_HEARTBEATS = 2
MOST_PAYLOAD_BYTES = 4096
MOST_EVENTS = 120
EVENTS_WINDOW_SECONDS = 60

UNKNOWN_OPCODE = 4001
DECODE_ERROR = 4002
NOT_AUTHENTICATED = 4003
AUTHENTICATION_FAILED = 4004
ALREADY_AUTHENTICATED = 4005
INVALID_SEQUENCE = 4007
RATE_LIMITED = 4008
TIMED_OUT = 4009
INVALID_SHARD = 4010
INVALID_VERSION = 4012
INVALID_INTENTS = 4013
DISALLOWED_INTENTS = 4014


class Refuse(Exception):
    """Ends the connection with a close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """Handles the client's ops one at a time, and sends in order through one queue."""

    def __init__(self, gateway: "Gateway", request: web.Request) -> None:
        self.session: Session | None = None
        self._gateway = gateway
        self._request = request
        self._socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        self._codec = make_codec(request.query.get("compress", ""))
        self._outgoing: asyncio.Queue[Json] = asyncio.Queue()
        self._received: deque[float] = deque()
        self._heard_at = 0.0

    async def run(self) -> web.WebSocketResponse:
        """Serves the connection until it ends."""
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        ended = False
        try:
            ended = await self._converse()
        finally:
            writer.cancel()
            if self.session:
                self._gateway.detach(self.session, self, ended=ended)
        return self._socket

    def send(self, payload: Json) -> None:
        """Queues an event. Never blocks."""
        self._outgoing.put_nowait(payload)

    def send_op(self, op: int, data: object) -> None:
        """Queues a payload that isn't an event. Its `t` and `s` are null (`events/gateway-events.mdx`)."""
        self.send({"t": None, "s": None, "op": op, "d": data})

    def abort(self) -> None:
        """Cuts the TCP connection: the client sees no close frame."""
        if self._request.transport:
            self._request.transport.abort()
        if self.session:
            self._gateway.detach(self.session, self, ended=False)

    async def close(self, code: int) -> None:
        await self._socket.close(code=code)

    async def _write(self) -> None:
        while True:
            frame = self._codec.encode(json.dumps(await self._outgoing.get()))
            with contextlib.suppress(ConnectionError):
                if isinstance(frame, bytes):
                    await self._socket.send_bytes(frame)
                else:
                    await self._socket.send_str(frame)

    async def _converse(self) -> bool:
        """Returns whether the client ended the session by closing with 1000 or 1001."""
        try:
            self._check_version()
            self._heard_at = asyncio.get_running_loop().time()
            self.send_op(10, {"heartbeat_interval": int(self._interval_seconds * 1000)})
            while True:
                message = await self._receive()
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._take(self._parsed(message))
                else:
                    return message.type is WSMsgType.CLOSE and message.data in (1000, 1001)
        except Refuse as refusal:
            await self._socket.close(code=refusal.code, message=refusal.reason.encode())
            return False

    def _check_version(self) -> None:
        query = self._request.query
        if query.get("v") not in VERSIONS or query.get("encoding", "json") != "json":
            raise Refuse(INVALID_VERSION, "Invalid API version or encoding")

    @property
    def _interval_seconds(self) -> float:
        return self._gateway.world.limits.heartbeat_seconds

    async def _receive(self) -> WSMessage:
        """The next message. A client that misses two heartbeats is dropped, even if it sends other ops."""
        try:
            async with asyncio.timeout_at(self._heard_at + MISSED_HEARTBEATS * self._interval_seconds):
                return await self._socket.receive()
        except TimeoutError:
            raise Refuse(TIMED_OUT, "Session timed out") from None

    def _parsed(self, message: WSMessage) -> Json:
        now = self._gateway.world.clock()
        self._received.append(now)
        while self._received[0] <= now - EVENTS_WINDOW_SECONDS:
            self._received.popleft()
        if len(self._received) > MOST_EVENTS:
            raise Refuse(RATE_LIMITED, "Rate limited")
        raw = message.data if isinstance(message.data, bytes) else message.data.encode()
        if len(raw) > MOST_PAYLOAD_BYTES:
            raise Refuse(DECODE_ERROR, "Payload too large")
        try:
            payload = json.loads(raw)
        except ValueError:
            raise Refuse(DECODE_ERROR, "Error while decoding payload") from None
        if not isinstance(payload, dict):
            raise Refuse(DECODE_ERROR, "Error while decoding payload")
        return payload

    def _take(self, payload: Json) -> None:
        data: Any = payload.get("d")
        match payload.get("op"):
            case 1:
                self._heartbeat()
            case 2:
                self._identify(data if isinstance(data, dict) else {})
            case 6:
                self._resume(data if isinstance(data, dict) else {})
            case _ if self.session is None:
                raise Refuse(NOT_AUTHENTICATED, "Not authenticated")
            case 3:
                pass  # no client in the playground shows presences
            case 8:
                self._request_members(self.session, data)
            case 4 | 31 | 43 as unplayed:
                # Voice, soundboard and channel info ops exist on Discord, so they don't end the connection.
                self._gateway.unknown(f"gateway op {unplayed}")
            case unknown:
                self._gateway.unknown(f"gateway op {unknown}")
                raise Refuse(UNKNOWN_OPCODE, "Unknown opcode")

    def _heartbeat(self) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        if not self._gateway.silent:
            # Delayed as over a network. discord.py notes the send time of a heartbeat a moment after sending
            # it, and takes a faster ack for one of the heartbeat before.
            asyncio.get_running_loop().call_later(ACK_SECONDS, self.send_op, 11, None)

    def _check_token(self, data: Json) -> None:
        if self.session:
            raise Refuse(ALREADY_AUTHENTICATED, "Already authenticated")
        token = str(data.get("token")).removeprefix("Bot ")
        if token != self._gateway.world.application.token:
            raise Refuse(AUTHENTICATION_FAILED, "Authentication failed")

    def _identify(self, data: Json) -> None:
        self._check_token(data)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents & ~intent_bits.ALL:
            raise Refuse(INVALID_INTENTS, "Invalid intents")
        if intent_bits.disallowed(intents, self._gateway.world.application.flags):
            raise Refuse(DISALLOWED_INTENTS, "Disallowed intents")
        shard = data.get("shard") or [0, 1]
        numbers = isinstance(shard, list) and [number for number in shard if isinstance(number, int)]
        if not numbers or len(numbers) != 2 or not 0 <= numbers[0] < numbers[1]:
            raise Refuse(INVALID_SHARD, "Invalid shard")
        if not isinstance(data.get("properties"), dict):
            raise Refuse(DECODE_ERROR, "Error while decoding payload")
        if not self._gateway.may_identify(numbers[0]):
            self.send_op(9, data=False)
            return
        version = int(self._request.query["v"])
        self.session = self._gateway.start_session(intents, (numbers[0], numbers[1]), version, self)

    def _resume(self, data: Json) -> None:
        self._check_token(data)
        session = self._gateway.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if session is None:
            self.send_op(9, data=False)
            return
        if not isinstance(sequence, int) or sequence > session.sequence:
            raise Refuse(INVALID_SEQUENCE, "Invalid seq")
        missed = session.missed_since(sequence)
        if missed is None:
            self.send_op(9, data=False)
            return
        for payload in missed:
            self.send(payload)
        self.session = session
        self._gateway.attach(session, self)
        session.dispatch("RESUMED", {"_trace": ["playground"]})

    def _request_members(self, session: Session, data: Any) -> None:
        world = self._gateway.world
        chunk = members_chunk(world, session, data) if isinstance(data, dict) else None
        if chunk is None:
            raise Refuse(DECODE_ERROR, "Error while decoding payload")
        if (
            not data.get("query")
            and not data.get("user_ids")
            and not session.intents & intent_bits.GUILD_MEMBERS
        ):
            raise Refuse(DISALLOWED_INTENTS, "Disallowed intents")
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
