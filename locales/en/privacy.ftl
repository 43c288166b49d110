### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = What this bot stores about you
command-privacy-export =
    .description = Download everything this bot stores about you
command-privacy-erase =
    .description = Delete my data

privacy-exported =
    This is everything I store about you, from all servers, as a JSON file. Times are in milliseconds since 1970 and amounts in tokens. Use { COMMAND("privacy erase") } to delete your data.{ $is_packed ->
        [true] { " " }The file is compressed with gzip to fit.
       *[false] { "" }
    }
privacy-too-large = Your data is too large to post here. Ask the bot's owner for it.
privacy-question =
    { "" }**Delete your data on all servers?** This can't be undone.
    { "" }**Deleted now:** your prompts, your name, the links to your pictures, their IDs at the image service, and moderators' notes about you.
    { "" }**Kept without your name:** token amounts, so that the records still add up. A random number replaces your ID.
    { "" }**Kept until it expires,** so deleting data can't reset a budget: your usage this period, unused bonus tokens, and moderators' settings for you, such as a freeze and its reason.
    { "" }**Kept for 12 months:** your actions as a moderator, under your ID.
    { "" }**Out of my reach:** messages in channels, which moderators can delete, and the image service's own log, which doesn't contain your name.
privacy-erase-label = Delete my data
privacy-erased =
    { "" }**Your data is deleted.** { $pictures ->
        [0] There were no pictures.
        [one] The prompt and link of { $pictures } picture are gone, and so is your name.
       *[other] The prompts and links of { $pictures } pictures are gone, and so is your name.
    } { $stays ->
        [true] Your usage this period, unused bonus tokens and moderators' settings for you stay until they expire. Your actions as a moderator stay for 12 months.
       *[false] Nothing is kept under your ID anymore.
    }
