"""What Discord shows of `/privacy` before it runs, and what members read when it has."""

from bot.budgets.privacy import Erased
from cogs.wording.amounts import pictures

NAME = "privacy"
DESCRIPTION = "What this bot keeps about you"
EXPORT = "export"
EXPORT_DESCRIPTION = "Get everything this bot keeps about you, as a file"
ERASE = "erase"
ERASE_DESCRIPTION = "Have your prompts, your name and your links erased"

CONFIRM = "Erase my data"

EXPORTED = (
    "Everything that I keep about you, from all servers, as JSON. Times are in milliseconds since 1970, "
    "amounts in tokens. `/privacy erase` takes away what can be taken away."
)
PACKED = " It is packed with gzip, to fit."
TOO_LARGE = (
    "There is more about you than Discord lets me post in one file here. Ask the people who run this bot "
    "for it."
)

# What `bot.budgets.privacy` promises, in a member's words.
QUESTION = (
    "**Shall I erase your data, on all servers?** It can't be undone.\n"
    "**What goes, at once:** your prompts, your name, the links to your pictures, the image API's ids of "
    "them, and what moderators wrote about you.\n"
    "**What stays, without you:** amounts of tokens, so that the books still add up. A random number takes "
    "the place of your id.\n"
    "**What stays under your id until it is over,** so that erasing resets no budget: what you used in the "
    "running period, tokens given to you that are not used up, and what moderators set for you, such as a "
    "freeze with its reason.\n"
    "**What I can't reach:** messages that are in a channel already. Moderators can delete those. The image "
    "API keeps a log of its own, which knows no names."
)

STAYS = (
    "Your use of the running period, tokens given to you, or what moderators set for you is still under your "
    "id, until it is over."
)
NOTHING_STAYS = "Nothing is kept under your id any more."


def erased_answer(erased: Erased) -> str:
    what = f"The prompts and links of {pictures(erased.generations)} are gone, and your name with them."
    return f"**Erased.** {what} {STAYS if erased.stays else NOTHING_STAYS}"
