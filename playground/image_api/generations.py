"""`POST /v1/images/generations`, from the request to the answer or to the fault that replaces it."""

import asyncio
import base64
import random
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from multidict import CIMultiDict
from PIL import Image

from playground.image_api.account import Account
from playground.image_api.answers import Picture, success
from playground.image_api.behaviour import Behaviour
from playground.image_api.calls import Call, ReceivedRequest, read_body
from playground.image_api.connections import Connections, cut
from playground.image_api.contract import Generation, read_generation
from playground.image_api.errors import ApiError, fail_as
from playground.image_api.fault_plan import Endpoint, FaultPlan
from playground.image_api.faults import Fault
from playground.image_api.inputs import load_inputs
from playground.image_api.pictures import FORCED_FORMATS, picture_file, plain_file
from playground.image_api.prices import price_credits
from playground.image_api.result_files import FOREIGN_URL, ResultFiles

PAINTERS = 2
"The number of pictures drawn at a time. Each keeps a core busy."

PICTURELESS = frozenset(
    (
        Fault.BROKEN_BILLED,
        Fault.BROKEN_MID_ANSWER,
        Fault.BROKEN_UNBILLED,
        Fault.NEVER_ANSWERS,
        Fault.NEVER_ANSWERS_UNBILLED,
        Fault.DATA_NULL,
        Fault.DATA_EMPTY,
        Fault.PICTURE_NULL,
        Fault.ANSWER_NOT_JSON,
    )
)
"Nothing is drawn if nobody will ever see the picture."


@dataclass(frozen=True, slots=True)
class _Job:
    """A valid request that's been paid for."""

    asked: Generation
    inputs: list[Image.Image]
    fault: Fault | None
    cost: int
    "Credits."


class Generations:
    def __init__(
        self,
        *,
        account: Account,
        faults: FaultPlan,
        files: ResultFiles,
        connections: Connections,
        behaviour: Behaviour,
        clock: Callable[[], float],
    ) -> None:
        self.received: list[ReceivedRequest] = []
        self.most_in_flight = 0
        self._in_flight = 0
        self._account = account
        self._faults = faults
        self._files = files
        self._connections = connections
        self._behaviour = behaviour
        self._clock = clock
        self._painters = asyncio.Semaphore(PAINTERS)

    async def answer(self, request: web.Request, call: Call, files_url: str) -> web.StreamResponse:
        """Raises ApiError. If the client disconnects, the generation still finishes and is still charged."""
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            body = await read_body(request)
            headers = CIMultiDict(request.headers)
            headers.popall("Authorization", None)
            self.received.append(ReceivedRequest(call.at, headers, body))
            self._account.authorise(request.headers.get("Authorization"))
            job = await self._accepted(request, call, body)
            if job.fault is Fault.BROKEN_UNRECORDED:
                return _nothing(request)
            content = await self._finished(job)
            billed = job.fault is None or job.fault.billed
            self._record(call, job.asked.model, job.cost if billed else None, job.fault)
            return await self._reply(request, call, job, content, files_url)
        finally:
            self._in_flight -= 1

    async def _accepted(self, request: web.Request, call: Call, body: object) -> _Job:
        """Checks and charges the request. Failures are written to the log. Raises ApiError."""
        try:
            asked = read_generation(request.content_type, body)
            inputs = await load_inputs(asked.inputs)
            fault = self._faults.take(Endpoint.GENERATIONS)
            fail_as(fault, self._behaviour.retry_after_seconds)
            cost = price_credits(asked.size, (picture.size for picture in inputs))
            if fault is None or fault.billed:
                self._account.charge(cost)
        except ApiError as error:
            model = body.get("model") if isinstance(body, dict) else None
            if error.failure.recorded:
                self._record(call, model if isinstance(model, str) else "unknown", None, None)
            raise
        return _Job(asked, inputs, fault, cost)

    async def _finished(self, job: _Job) -> bytes:
        """The picture, after the latency."""
        slow = job.fault is Fault.SLOW
        seconds = self._behaviour.slow_seconds if slow else self._behaviour.latency_seconds
        content, _ = await asyncio.gather(self._drawn(job), self._connections.pause(seconds))
        return content

    async def _drawn(self, job: _Job) -> bytes:
        asked = job.asked
        if job.fault in PICTURELESS:
            return b""
        seed = random.randint(1, 2**32) if asked.seed is None else asked.seed
        if self._behaviour.drawing == "fast" and job.fault is not Fault.OVER_UPLOAD_LIMIT:
            return plain_file(asked, job.fault)
        async with self._painters:
            return await asyncio.to_thread(picture_file, asked, seed, job.inputs, job.fault)

    def _record(self, call: Call, model: str, cost: int | None, fault: Fault | None) -> None:
        late = fault is Fault.LOG_ROW_LATE
        delay = self._behaviour.late_log_seconds if late else self._behaviour.log_delay_seconds
        self._account.record(call, model, cost, shown_from=self._clock() + delay)

    async def _reply(
        self, request: web.Request, call: Call, job: _Job, content: bytes, files_url: str
    ) -> web.StreamResponse:
        match job.fault:
            case Fault.BROKEN_BILLED | Fault.BROKEN_UNBILLED:
                return _nothing(request)
            case Fault.NEVER_ANSWERS | Fault.NEVER_ANSWERS_UNBILLED:
                await self._connections.hang(request)
                return _nothing(request)
            case Fault.BASE64:
                picture = Picture(b64_json=base64.b64encode(content).decode())
            case Fault.DATA_URL:
                data = base64.b64encode(content).decode()
                picture = Picture(url=f"data:image/{job.asked.output_format};base64,{data}")
            case _:
                picture = Picture(url=self._placed(job, content, files_url))
        answer = success(picture, job.cost, call, job.fault)
        return await _half(request, answer) if job.fault is Fault.BROKEN_MID_ANSWER else answer

    def _placed(self, job: _Job, content: bytes, files_url: str) -> str:
        """The picture's URL, or what the fault puts in its place."""
        kind = job.asked.output_format
        if job.fault:
            kind = FORCED_FORMATS.get(job.fault, kind)
        name = self._files.add(content, kind, self._clock(), job.fault)
        return (FOREIGN_URL if job.fault is Fault.FILE_PLAIN_HTTP else files_url) + name


def _nothing(request: web.Request) -> web.Response:
    """Closes the connection. Nobody gets the return value."""
    cut(request)
    return web.Response()


async def _half(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    cut(request)
    return response
