"""Reads the body of a new or edited message from the client's request.

Sources: `developers/resources/message.mdx` (Create Message, Edit Message), `developers/resources/webhook.mdx`
(Execute Webhook), `developers/reference.mdx` (Editing Message Attachments).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from playground.discord.attachments import Attachment, UploadedFile, make_attachment
from playground.discord.embeds import check_embeds
from playground.discord.errors import ApiError, refusal
from playground.discord.forms import Decimal, Flag, Id, ListOf, Model, Path, Problems, Text, Whole
from playground.discord.guilds import Channel
from playground.discord.layouts import (
    ATTACHMENT_SCHEME,
    check_components,
    check_emoji,
    check_references,
    media_of,
    number_components,
    walk,
)
from playground.discord.mentions import ALLOWED_MENTIONS_FORM
from playground.discord.messages import IS_COMPONENTS_V2, SUPPRESS_EMBEDS, Message
from playground.discord.users import Json
from playground.discord.world import World

MOST_FILES = 10
FORWARD = 1
NOT_PLAYED = ("poll", "sticker_ids", "shared_client_theme")
CONTENT = Text(most=2000)
ATTACHMENTS_FORM = ListOf(
    Model(
        {
            "id": Id(),
            "filename": Text(1, 1024),
            "description": Text(most=1024),
            "title": Text(most=1024),
            "is_spoiler": Flag(),
            "duration_secs": Decimal(),
            "waveform": Text(most=400),
        },
        required=("id",),
    ),
    most=MOST_FILES,
)


@dataclass
class Draft:
    """The content that a message will have."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    flags: int = 0
    allowed_mentions: Json | None = None
    tts: bool = False

    @property
    def layout(self) -> bool:
        return bool(self.flags & IS_COMPONENTS_V2)

    @property
    def empty(self) -> bool:
        return not (self.content.strip() or self.embeds or self.components or self.files)


class Drafting:
    """Reads message bodies. Files get ids and are measured here, but are only stored when posted."""

    def __init__(self, world: World) -> None:
        self._world = world

    def new(
        self, body: Json, uploads: Sequence[UploadedFile], channel: Channel, settable: int, path: Path = ()
    ) -> Draft:
        """A new message. Of `flags`, only the bits in `settable` are accepted. Raises 50035 and 50006."""
        _refuse_what_is_not_played(body)
        problems = Problems()
        flags = _flags(body, path, problems) & settable
        draft = Draft(flags=flags, tts=_optional(Flag(), body, "tts", path, problems) or False)
        draft.files = self._new_files(body, uploads, channel, path, problems)
        self._fill(draft, body, path, problems)
        return _finished(draft, path, problems)

    def edit(self, message: Message, body: Json, uploads: Sequence[UploadedFile], path: Path = ()) -> Draft:
        """The message after an edit. Parts that the body leaves out stay the same. Raises 50035 and 50006."""
        _refuse_what_is_not_played(body)
        problems = Problems()
        draft = Draft(message.content, message.embeds, message.components, list(message.files), message.flags)
        if body.get("flags") is not None:
            wanted = _flags(body, path, problems)
            # IS_COMPONENTS_V2 can be set but never removed. An edit can't change the other bits.
            draft.flags = draft.flags & ~SUPPRESS_EMBEDS | wanted & (SUPPRESS_EMBEDS | IS_COMPONENTS_V2)
        draft.files = self._edited_files(message, body, uploads, path, problems)
        self._fill(draft, body, path, problems)
        return _finished(draft, path, problems)

    def _fill(self, draft: Draft, body: Json, path: Path, problems: Problems) -> None:
        if "content" in body:
            draft.content = _optional(CONTENT, body, "content", path, problems) or ""
        if "embeds" in body:
            draft.embeds = check_embeds(body["embeds"] or [], (*path, "embeds"), problems)
        if body.get("allowed_mentions") is not None:
            draft.allowed_mentions = _optional(
                ALLOWED_MENTIONS_FORM, body, "allowed_mentions", path, problems
            )
        if "components" in body:
            given = body["components"] or []
            components = check_components(given, (*path, "components"), problems, layout=draft.layout)
            check_emoji(components, self._world.usable_emoji(), (*path, "components"), problems)
            self._own_files_by_name(components, draft.files)
            draft.components = number_components(components)
        # An edit that removes a file which a component still shows would leave a gap in the message.
        names = {file.filename for file in draft.files}
        check_references(draft.components, names, (*path, "components"), problems)

    def _own_files_by_name(self, components: list[Json], attached: list[Attachment]) -> None:
        """A client that sends back a component names its file by address. It's the same file."""
        for component, _ in walk(components):
            for media, _ in media_of(component):
                file = self._world.files.identify(media["url"])
                if file and file.id in {each.id for each in attached}:
                    media["url"] = f"{ATTACHMENT_SCHEME}{file.filename}"

    def _new_files(
        self, body: Json, uploads: Sequence[UploadedFile], channel: Channel, path: Path, problems: Problems
    ) -> list[Attachment]:
        listed = _optional(ATTACHMENTS_FORM, body, "attachments", path, problems) or []
        details = {entry.get("id"): entry for entry in listed}
        for index, entry in enumerate(listed):
            if entry.get("id") not in {upload.index for upload in uploads}:
                _report_unknown_file((*path, "attachments", index, "id"), entry, problems)
        if len(uploads) > MOST_FILES:
            raise refusal(30015)
        return [self._attach(upload, details.get(upload.index) or {}, channel) for upload in uploads]

    def _edited_files(
        self,
        message: Message,
        body: Json,
        uploads: Sequence[UploadedFile],
        path: Path,
        problems: Problems,
    ) -> list[Attachment]:
        if "attachments" not in body:
            files = message.files + [self._attach(upload, {}, message.channel) for upload in uploads]
            if len(files) > MOST_FILES:
                raise refusal(30015)
            return files
        kept = {file.id: file for file in message.files}
        added = {upload.index: upload for upload in uploads}
        files = []
        listed = _optional(ATTACHMENTS_FORM, body, "attachments", path, problems) or []
        for index, entry in enumerate(listed):
            file_id = entry.get("id")
            if file_id in added:
                files.append(self._attach(added[file_id], entry, message.channel))
            elif file_id in kept:
                files.append(_with_details(kept[file_id], entry))
            else:
                _report_unknown_file((*path, "attachments", index, "id"), entry, problems)
        return files

    def _attach(self, upload: UploadedFile, details: Json, channel: Channel) -> Attachment:
        named = replace(upload, filename=details.get("filename") or upload.filename)
        return _with_details(make_attachment(self._world.ids.next(), channel.id, named), details)


def _with_details(file: Attachment, details: Json) -> Attachment:
    """The same file with a new description. The posted one doesn't change until the edit is done."""
    changes: Json = {name: details[name] for name in ("description", "title") if name in details}
    if details.get("is_spoiler") is not None:
        changes["spoiler"] = details["is_spoiler"]
    return replace(file, **changes)


def _report_unknown_file(path: Path, entry: Json, problems: Problems) -> None:
    problems.add(path, "ATTACHMENT_NOT_FOUND", f"Attachment data not found: {entry.get('id')}")


def _optional(form: Any, body: Json, name: str, path: Path, problems: Problems) -> Any:
    value = body.get(name)
    return None if value is None else form.check(value, (*path, name), problems)


def _flags(body: Json, path: Path, problems: Problems) -> int:
    return _optional(Whole(0, 2**31 - 1), body, "flags", path, problems) or 0


def _refuse_what_is_not_played(body: Json) -> None:
    for name in NOT_PLAYED:
        if body.get(name):
            raise ApiError(501, 0, f"The playground doesn't support `{name}` in a message.")
    reference = body.get("message_reference")
    if isinstance(reference, dict) and reference.get("type") == FORWARD:
        raise ApiError(501, 0, "The playground doesn't support forwarded messages.")


def _finished(draft: Draft, path: Path, problems: Problems) -> Draft:
    for name in ("content", "embeds") if draft.layout else ():
        if getattr(draft, name):
            problems.add(
                (*path, name),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    problems.raise_if_any()
    if draft.empty or (draft.layout and not draft.components):
        raise refusal(50006)
    return draft
