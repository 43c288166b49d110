"""The playground's image API, ready to be mounted."""

import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from playground.image_api import answers
from playground.image_api.account import Account, LogRow
from playground.image_api.behaviour import Behaviour, Drawing
from playground.image_api.calls import Call, ReceivedRequest
from playground.image_api.connections import Connections, cut
from playground.image_api.errors import ApiError, Failure, fail_as
from playground.image_api.fault_plan import Endpoint, FaultPlan
from playground.image_api.faults import Fault
from playground.image_api.generations import Generations
from playground.image_api.log_query import read_query
from playground.image_api.prices import credits_in, usd
from playground.image_api.result_files import ResultFiles

Clock = Callable[[], float]
Handler = Callable[[web.Request, Call], Awaitable[web.StreamResponse]]

DEMO_KEY = "playground-key-no-secret"


class ImageApi:
    """A local copy of AI/ML API's flux-2-pro. It follows the contract exactly, with any failure on request.

    `faults` says what goes wrong next, and `behaviour` how long things take. Both can change at any time.
    `clock` returns seconds since the epoch for the log, its rate limit and the expiry of result files.
    Latency passes in real time. `seed` is for random faults.
    """

    def __init__(
        self,
        *,
        key: str = DEMO_KEY,
        latency_seconds: float = 4.0,
        balance_usd: float = 100.0,
        drawing: Drawing = "painted",
        clock: Clock = time.time,
        seed: int = 0,
    ) -> None:
        self.faults = FaultPlan(seed)
        self.behaviour = Behaviour(latency_seconds, drawing)
        self.base_url: str | None = None
        "The bot's AIMLAPI_URL, prefix included. While None, the URL that the current request was sent to."
        self._clock = clock
        self._prefix = ""
        self._connections = Connections()
        self.files = ResultFiles(self._connections)
        self._account = Account(key, credits_in(balance_usd))
        self._generations = Generations(
            account=self._account,
            faults=self.faults,
            files=self.files,
            connections=self._connections,
            behaviour=self.behaviour,
            clock=clock,
        )

    def add_routes(self, app: web.Application, prefix: str = "/image-api") -> None:
        """Mounts the API under `prefix` of an application that isn't running yet.

        After it has stopped, you can mount the API in another, as after an outage. Account and files are
        kept.
        """
        self._prefix = prefix
        app.router.add_post(f"{prefix}/v1/images/generations", self._answering(self._generate))
        app.router.add_get(f"{prefix}/v2/logs", self._answering(self._logs))
        app.router.add_get(f"{prefix}/v2/billing", self._answering(self._billing))
        app.router.add_get(f"{prefix}/files/{{name}}", self._file)
        app.router.add_route("*", f"{prefix}/{{rest:.*}}", self._answering(self._unknown))
        app.on_startup.append(self._start)
        app.on_shutdown.append(self._stop)

    @property
    def key(self) -> str:
        """The only key that's accepted."""
        return self._account.key

    @property
    def requests(self) -> list[ReceivedRequest]:
        """Every generation request that arrived, valid or not, in order."""
        return self._generations.received

    @property
    def charges(self) -> list[LogRow]:
        """The rows of the provider's log, newest first, including those that it doesn't show yet."""
        return self._account.rows

    @property
    def most_in_flight(self) -> int:
        """The highest number of generation requests that were open at the same time."""
        return self._generations.most_in_flight

    @property
    def latency_seconds(self) -> float:
        return self.behaviour.latency_seconds

    @latency_seconds.setter
    def latency_seconds(self, seconds: float) -> None:
        self.behaviour.latency_seconds = seconds

    @property
    def balance_usd(self) -> float:
        """The owner's balance. A generation that costs more than that answers 403."""
        return usd(self._account.balance_credits)

    @balance_usd.setter
    def balance_usd(self, balance_usd: float) -> None:
        self._account.balance_credits = credits_in(balance_usd)

    def _answering(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            call = Call.of(request, self._clock())
            try:
                return await handler(request, call)
            except ApiError as error:
                return answers.error(error.failure, call, self._clock())

        return answer

    async def _generate(self, request: web.Request, call: Call) -> web.StreamResponse:
        base = self.base_url or f"{request.url.origin()}{self._prefix}"
        return await self._generations.answer(request, call, f"{base.rstrip('/')}/files/")

    async def _logs(self, request: web.Request, call: Call) -> web.StreamResponse:
        await self._admit(request, Endpoint.LOGS)
        self._account.count_log_read(call.at)
        query = read_query(request.query, key=self.key, now=call.at)
        return web.json_response(self._account.page(query, call.at))

    async def _billing(self, request: web.Request, _: Call) -> web.StreamResponse:
        await self._admit(request, Endpoint.BILLING)
        return web.json_response({"current_balance": self.balance_usd, "currency": "USD"})

    async def _admit(self, request: web.Request, endpoint: Endpoint) -> None:
        """Checks the key and the faults of the two read-only endpoints. Raises ApiError."""
        self._account.authorise(request.headers.get("Authorization"))
        fault = self.faults.take(endpoint)
        fail_as(fault, self.behaviour.retry_after_seconds)
        if fault is Fault.SLOW:
            await self._connections.pause(self.behaviour.slow_seconds)
        elif fault in (Fault.NEVER_ANSWERS, Fault.NEVER_ANSWERS_UNBILLED):
            await self._connections.hang(request)
        elif fault:
            cut(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return await self.files.serve(request, request.match_info["name"], self._clock())

    async def _unknown(self, request: web.Request, _: Call) -> web.StreamResponse:
        raise ApiError(Failure(404, f"Cannot {request.method} {request.path}"))

    async def _start(self, _: web.Application) -> None:
        self._connections.open()

    async def _stop(self, _: web.Application) -> None:
        self._connections.close()
