"""A contest's results, for everybody, for each entrant, and as a file."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.contests.model import Podium, PodiumPlace, Standing
from bot.contests.ports import Results
from cogs.buttons import EaselButton
from cogs.contests import ids
from cogs.contests.cards import REASON_SHOWN, Item, Layout, awards_of, card, row, text, title
from cogs.texts import Texts
from cogs.texts.formatting import escape, one_line, truncate, user, worth

TEXT = 3_200  # characters of the places, out of a card's 4,000
PROMPT_SHOWN = 160
PODIUM_PLACES = 9


def results_card(results: Results, key: int, texts: Texts, media: str | None) -> Layout:
    """Places, votes, turnout, prompts and makers. `media` is the podium's `attachment://` URL."""
    contest, result = results.contest, results.result
    head = [f"## {texts('contest-results-title', title=title(contest), changed=key > 0)}"]
    if not contest.entries:
        head.append(texts("contest-results-empty"))
    else:
        head.append(
            texts(
                "contest-results-turnout",
                ballots=result.ballots,
                voters=results.voters,
                entries=contest.entries,
            )
        )
    if contest.entries and not result.quorum_met:
        awards = awards_of(contest.settings)
        head.append(
            texts("contest-results-quorum", ballots=result.ballots, quorum=result.quorum, awards=awards)
        )
    items: list[Item] = [text(*head)]
    if media is not None:
        items.append(discord.ui.MediaGallery[Any](discord.MediaGalleryItem(media)))
    places = fitting(texts, [standing_line(results, each, texts) for each in result.standings], TEXT)
    if places:
        items.append(text(*places))
    proof = texts("contest-results-proof", hash=contest.commitment)
    mine = EaselButton.of(ids.place_id(contest.id, key), texts("contest-place-label"))
    return card(*items, text(f"-# {proof}"), row(mine))


def fitting(texts: Texts, lines: Iterable[str], limit: int) -> list[str]:
    """As many lines as fit, and the number of omitted ones."""
    shown: list[str] = []
    rest = 0
    for line in lines:
        limit -= len(line.encode("utf-16-le")) // 2 + 1
        if limit < 0 or rest:
            rest += 1
        else:
            shown.append(line)
    return [*shown, texts("contest-results-more", count=rest)] if rest else shown


def standing_line(results: Results, standing: Standing, texts: Texts) -> str:
    """One entry: its place, maker, votes, prize and prompt."""
    entry = results.entries[standing.number]
    reason = entry.disqualified
    line = texts(
        "contest-standing",
        state=_state(results, standing),
        place=standing.place or 0,
        number=standing.number,
        maker=texts("contest-nobody") if entry.user_id is None else user(texts, entry.user_id),
        votes=standing.votes,
    )
    if standing.prize:
        line += " " + texts("contest-standing-prize", prize=worth(texts, standing.prize))
    if standing.withheld:
        line += " " + texts("contest-standing-withheld")
    if reason is not None:
        line += " " + texts("contest-standing-reason", reason=escape(reason, REASON_SHOWN // 4))
    if entry.prompt:
        line += f"\n-# {escape(entry.prompt, PROMPT_SHOWN)}"
    return line


def _state(results: Results, standing: Standing) -> str:
    entry = results.entries[standing.number]
    if standing.place is not None:
        return "placed"
    if entry.disqualified is not None:
        return "disqualified"
    if standing.number in results.out_of_competition:
        return "out"
    return "none"


def own_lines(results: Results, standings: Iterable[Standing], texts: Texts) -> list[str]:
    """The results of a member's own entries."""
    return [standing_line(results, each, texts) for each in standings]


def podium(results: Results, pictures: Mapping[int, bytes], names: Mapping[int, str], texts: Texts) -> Podium:
    """The first three places as a drawing. `names` has the makers' names by entry number."""
    placed = [
        each
        for each in results.result.standings
        if each.place and each.place <= 3 and each.number in pictures
    ]
    return Podium(
        title=truncate(one_line(results.contest.settings.title), 80),
        subtitle=truncate(one_line(results.contest.settings.theme), 120),
        places=tuple(
            PodiumPlace(
                each.place or 0,
                tuple(
                    filter(
                        None,
                        (
                            texts("contest-entry-alt", number=each.number),
                            truncate(one_line(names.get(each.number, "")), 40),
                            texts("contest-votes", votes=each.votes),
                        ),
                    )
                ),
                pictures[each.number],
            )
            for each in placed[:PODIUM_PLACES]
        ),
    )
