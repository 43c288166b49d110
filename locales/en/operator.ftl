### /operator: what the bot's owner sees on their own server.

command-operator =
    .description = For the bot's owner
command-operator-cap =
    .description = Monthly limits for servers (calendar months, UTC)
command-operator-cap-set =
    .description = Set a limit for all servers together, for each server or for one server
    .option-for = All servers together, each server without its own limit, or one server
    .option-amount = Tokens, like 20m or 500k. “unlimited” exempts one server from the limit for each
command-operator-cap-clear =
    .description = Remove a limit
    .option-for = All servers together, each server without its own limit, or one server
command-operator-cap-list =
    .description = Show all limits
command-operator-balance =
    .description = Show the credit left with the image service
command-operator-spending =
    .description = Show what each server used this month, including losses
command-operator-pause =
    .description = Pause image creation on all servers
    .option-message = What members read while it's paused
command-operator-resume =
    .description = Resume image creation
