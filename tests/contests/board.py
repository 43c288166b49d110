"""A fake Discord for contests. It remembers its calls and can fail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.contests.model import Contest, Entry
from bot.contests.ports import Results, SheetPage, Shown, Task


@dataclass
class Board:
    """Implements `ContestBoard`. `trouble` is called before each action, and can raise."""

    trouble: Callable[[str], None] = lambda _: None
    messages: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    roles: set[int] = field(default_factory=set)
    told: list[tuple[Any, ...]] = field(default_factory=list)
    edits: int = 0

    async def show(self, contest: Contest, shown: Shown) -> int:
        self.trouble("show")
        content = ("contest", contest.id, contest.phase, contest.entries)
        found = shown.message_id or self._posted("contest", contest.id)
        if found is None:
            return self._post(*content)
        self.edits += 1
        self.messages[found] = content
        return found

    async def post_sheet(self, contest: Contest, page: SheetPage) -> int:
        self.trouble("sheet")
        return self._post("sheet", contest.id, page.sheet, page.sheets, page.data)

    async def post_results(self, results: Results, key: int, pictures: Mapping[int, bytes]) -> int:
        self.trouble("results")
        return self._post("results", results.contest.id, key, results.result.winners, dict(pictures))

    async def find(self, contest: Contest, task: Task) -> int | None:
        return self._posted(task.kind.value, contest.id, task.key)

    async def give_role(self, contest: Contest, user_id: int) -> None:
        self.trouble("give_role")
        self.roles.add(user_id)

    async def take_role(self, contest: Contest, user_id: int) -> None:
        self.trouble("take_role")
        self.roles.discard(user_id)

    async def tell_prize(self, results: Results, number: int) -> None:
        self.trouble("tell_prize")
        entry, standing = results.entries[number], results.result.by_number[number]
        self.told.append(("prize", entry.user_id, standing.place, standing.prize))

    async def tell_disqualified(self, contest: Contest, entry: Entry) -> None:
        self.trouble("tell_disqualified")
        self.told.append(("disqualified", entry.user_id, entry.disqualified))

    def posted(self, kind: str) -> list[tuple[Any, ...]]:
        return [message for message in self.messages.values() if message[0] == kind]

    def _post(self, *message: Any) -> int:
        message_id = 1_000 + len(self.messages)
        self.messages[message_id] = message
        return message_id

    def _posted(self, *beginning: Any) -> int | None:
        for message_id, message in self.messages.items():
            if message[: len(beginning)] == beginning:
                return message_id
        return None
