### What members read when something goes wrong. The IDs are the names of the errors' classes.
### A text for a picture ends by saying that it cost nothing. `.ended` is for a picture that failed a while ago.

-not-charged = You weren't charged.
-unchanged = Nothing was changed.

## The member can do something about it.

error-server-only = This only works in a server. { -not-charged }
error-prompt-missing = Your prompt is empty. Describe the picture you want. { -not-charged }
error-prompt-too-long = Your prompt is { $length } characters long, and the limit is { $limit }. Shorten it and try again. { -not-charged }
error-size-not-offered = { $size } isn't available. Sizes go from 512 to 2048 in steps of 32. Try { $nearest }. { -not-charged }
error-size-and-preset = Choose either a preset or a width and height, not both. { -not-charged }
error-seed-not-offered = A seed is a number from { $lowest } to { $highest }. { -not-charged }
error-frozen =
    A moderator froze your budget on this server.{ $has_reason ->
        [true] { " " }Reason: “{ $reason }”.
       *[false] { "" }
    }{ $has_until_ms ->
        [true] { " " }The freeze ends { $until_ms }.
       *[false] { "" }
    } { -not-charged }
error-no-allowance = You don't have a picture budget on this server. Ask a moderator. { -not-charged }
error-over-budget =
    { $limit ->
        [member] You don't have enough tokens for this picture. It costs { $price } and you have { $left } left.
        [server] This server doesn't have enough tokens for this picture. It costs { $price } and the server has { $left } left.
        [operator_server] This server has reached its limit from the bot's owner. The picture costs { $price } tokens and { $left } are left.
       *[operator] The bot has reached its monthly limit. The picture costs { $price } tokens and { $left } are left.
    }{ $held ->
        [0] { "" }
        [one] { " " }Another { $held } token is reserved for pictures in progress.
       *[other] { " " }Another { $held } tokens are reserved for pictures in progress.
    }{ $has_renewal ->
        [true]
            { $limit ->
                [member] { " " }Your budget resets { $renews }.
                [server] { " " }The server's budget resets { $renews }.
               *[operator] { " " }The limit resets { $renews }.
            }
       *[false] { "" }
    } { -not-charged }
error-too-many-in-flight =
    { $limit ->
        [1] You can have 1 picture in progress at a time. Wait for it to finish, or cancel it if it's still queued.
        [one] You can have { $limit } picture in progress at a time. Wait for it to finish, or cancel it if it's still queued.
       *[other] You can have { $limit } pictures in progress at a time. Wait for one to finish, or cancel one that's still queued.
    } { -not-charged }
error-not-cancellable =
    { $state ->
        [released] That request is already over. { -not-charged }
        [lost] That request is already over. { -not-charged }
        [delivered] That picture is already done.
       *[requested] It's too late to cancel. Your picture is already being made. You only pay if you get it.
    }
error-not-yours = Only the person who requested this picture can do that.
error-cancelled = Cancelled. { -not-charged }
    .ended = It was cancelled. { -not-charged }
error-prompt-refused =
    { $has_detail ->
        [true] The image service refused this prompt. It says “{ $detail }”.
       *[false] The image service refused this prompt.
    } Try different words. { -not-charged }
    .ended = The image service refused the prompt. Try different words. { -not-charged }
error-inputs-gone = I no longer have the pictures you wanted to edit. I keep them for 7 days. Start again with { COMMAND("edit") }. { -not-charged }
    .ended = I no longer had the pictures you wanted to edit. { -not-charged }
error-input-unreachable = I couldn't download that image from Discord. Attach it again. { -not-charged }
error-picture-gone = That picture was deleted. { -not-charged }
error-picture-not-kept = I no longer have that picture. I keep private pictures for 7 days. { -not-charged }
error-shown-before =
    { $has_link ->
        [true] That picture is [in the channel]({ $link }) already.
       *[false] That picture is in the channel already.
    } { -unchanged }
error-other-server = That picture was made on another server, so I can't show it here. { -unchanged }
error-looser-safety = That picture was made with less strict safety settings than this channel's. Show it in the channel where you made it. { -unchanged }
error-several-pictures = That message has { $count } pictures. To pick one, right-click the message and choose Apps > Refund this picture. { -unchanged }
error-draft-gone = That request is more than a day old. Start again with { COMMAND("imagine") }. { -not-charged }
error-invalid-size = “{ $text }” isn't a size I can read. Write it like 1024 × 768. { -not-charged }
error-invalid-seed = “{ $text }” isn't a seed. Use a whole number, or leave it empty for a random one. { -not-charged }
error-no-image-there = That message has no image that I can edit. { -not-charged }
error-no-gallery = I can't post in a gallery on this server. A moderator can choose its channel and let me post there. { -unchanged }
error-already-promoted = That picture is already in the gallery. { -unchanged }
error-input-not-an-image = That file isn't an image, or it's damaged. Attach a different one. { -not-charged }
error-input-animated = Animated images can't be edited. Attach one that isn't animated. { -not-charged }
error-input-too-large = That file is { $size }, and the limit is { $limit }. Attach a smaller one. { -not-charged }
error-input-too-many-pixels = That image has too many pixels. Attach a smaller one. { -not-charged }
error-input-too-small = That image is too small. Both sides need at least { $shortest } pixels. { -not-charged }
error-button-outdated = This button is from an older version of the bot and no longer works. { -unchanged }
error-button-of-another = This button is for someone else. { -unchanged }

## Nobody who asked can do anything about it.

error-generation-unavailable =
    Image generation is unavailable right now. The bot's owner needs to fix it.{ $has_next_probe_at_ms ->
        [true] { " " }I'll check again { $next_probe_at_ms }.
       *[false] { "" }
    } { -not-charged }
    .ended = Image generation was unavailable. The bot's owner needs to fix it. { -not-charged }
error-request-rejected = The image service rejected my request. It isn't your prompt. The bot's owner needs to fix this. { -not-charged }
    .ended = The image service rejected my request. It wasn't your prompt. The bot's owner needs to fix this. { -not-charged }
error-provider-busy =
    { $has_wait ->
        [true] The image service is busy. Try again { $retry }.
       *[false] The image service is busy. Try again in a few minutes.
    } { -not-charged }
    .ended = The image service was busy. Please try again. { -not-charged }
error-queue-full =
    { $scope ->
        [server] This server already has as many pictures in progress as I can take.
       *[total] I already have as many pictures in progress as I can take.
    } Try again in a minute. { -not-charged }
    .ended = There were too many pictures in progress. Please try again. { -not-charged }
error-shutting-down = I'm restarting. Try again in a minute. { -not-charged }
    .ended = I restarted before your picture was done. Please try again. { -not-charged }
error-paused =
    { $has_message ->
        [true] The bot's owner paused image generation. They say “{ $message }”.
       *[false] The bot's owner paused image generation. Try again later.
    } { -not-charged }
    .ended = The bot's owner paused image generation. Try again later. { -not-charged }
error-provider-failed =
    { $attempts ->
        [1] The image service failed.
        [one] The image service failed { $attempts } time in a row.
       *[other] The image service failed { $attempts } times in a row.
    } Please try again later. { -not-charged }
    .ended = The image service failed. Please try again later. { -not-charged }
error-outcome-unknown = The connection to the image service was lost and no picture arrived. Please try again. { -not-charged }
    .ended = { error-outcome-unknown }
error-picture-lost = Your picture was made but got lost before I could post it. Please try again. { -not-charged }
    .ended = { error-picture-lost }
error-reply-expired = This took longer than Discord lets me reply, and I couldn't post it later. Please try again. { -not-charged }
    .ended = { error-reply-expired }
error-delivery-forbidden = Your picture was made, but I don't have permission to post here. Ask a moderator to give me { permission-view-channel }, { permission-send-messages } and { permission-attach-files }. For a private picture, allow direct messages from this server. { -not-charged }
    .ended = { error-delivery-forbidden }
error-delivery-failed = Discord didn't accept the picture, even after several tries. Please try again later. { -not-charged }
    .ended = { error-delivery-failed }
error-picture-too-large = The picture is too large for Discord, even compressed. Choose a smaller size or JPEG. { -not-charged }
    .ended = { error-picture-too-large }
error-interrupted = I restarted before your picture was done. Please try again. { -not-charged }
    .ended = { error-interrupted }
error-storage-unavailable = I can't save anything right now, so I can't make pictures. Try again in a few minutes. { -not-charged }
    .ended = I couldn't save anything, so I couldn't make your picture. Please try again. { -not-charged }
error-not-a-picture = The image service returned an invalid file. Please try again. { -not-charged }
    .ended = { error-not-a-picture }
# Every other reason.
error-easel-error = Your picture couldn't be finished. Please try again later. { -not-charged }
error-bug = Something went wrong on my side. { -not-charged } If it happens again, send the bot's owner the code `{ $reference }`.

## Moderators, and members who ask for their data.

error-invalid-amount =
    { $has_readings ->
        [true] “{ $text }” could mean different amounts. Did you mean { $readings }?
       *[false] “{ $text }” isn't a valid amount. Try 63000, 250k or 1.5m.
    } { -unchanged }
error-invalid-moment =
    { $past ->
        [true] I couldn't read “{ $text }” as a past date. Write how long ago, like 12h, 3d or 2w, or a date like 2025-12-31.
       *[false] I couldn't read “{ $text }” as a future date. Write how long from now, like 12h, 3d or 2w, or a date like 2030-12-31.
    } { -unchanged }
error-invalid-time-zone =
    { $has_nearest ->
        [true] I don't know the time zone “{ $name }”. Did you mean { $nearest }?
       *[false] I don't know the time zone “{ $name }”. Choose one from the list, like Europe/Berlin.
    } { -unchanged }
error-already-over = That would have ended { $at_ms }. Choose a later time. { -unchanged }
error-not-your-own = Moderators can't raise their own budget. Ask another moderator or an administrator. { -unchanged }
error-bots-have-no-budget = Bots and webhooks have no budget. { -unchanged }
error-everyone-is-no-role = The budget for everyone is the server's default. You can change it with { COMMAND("quota server set") }. { -unchanged }
error-no-such-tier = That role has no allowance of its own. { -unchanged }
error-no-such-promise = That role grant doesn't exist on this server, or it has already ended. { -unchanged }
error-too-many-role-grants = This server has { $limit } open role grants, which is the limit. Revoke one first. { -unchanged }
error-not-frozen = That member's budget isn't frozen. { -unchanged }
error-nothing-to-deduct = That member has no tokens left to remove. { -unchanged }
error-nothing-to-refund = That message has no paid picture. { -unchanged }
error-already-refunded = This picture was already refunded { $at_ms }. { -unchanged }
error-given-back = A moderator already gave this back with a reset { $at_ms }. { -unchanged }
error-nothing-to-undo = That change doesn't exist on this server, or it can't be undone. { -unchanged }
error-already-undone = { $by } already undid that change { $at_ms }. { -unchanged }
error-changed-since =
    { $count ->
        [0] That can't be undone because it was changed again later.
        [one] That can't be undone because { $names } was changed again later.
       *[other] That can't be undone because { $names } were changed again later.
    } { -unchanged }
error-used-since =
    { $claims ->
        [0] That can't be undone because some of it has already been used or is reserved for pictures in progress ({ $tokens }).
        [one] That can't be undone because { $claims } member has already claimed it. You can end it with { COMMAND("quota grant-role revoke") }.
       *[other] That can't be undone because { $claims } members have already claimed it. You can end it with { COMMAND("quota grant-role revoke") }.
    } { -unchanged }
error-no-such-kind = There's no such kind of change. Choose one from the list. { -unchanged }
error-still-working = I'm still working on your last request. Try again when it's done. { -unchanged }
error-still-under-way =
    { $running ->
        [1] You have 1 picture in progress. You can delete your data as soon as it's done.
        [one] You have { $running } picture in progress. You can delete your data as soon as it's done.
       *[other] You have { $running } pictures in progress. You can delete your data as soon as they're done.
    } { -unchanged }
error-not-a-message = “{ $text }” isn't a message link or ID. Right-click the picture and choose **Apps > { menu-refund-this-picture }**. { -unchanged }
error-no-such-server = I couldn't find one server called “{ $name }”. Choose one from the list or enter its ID. { -unchanged }
error-invalid-blocked-word = “{ $text }” can't be blocked. A blocked word needs at least two letters or digits and can be { $limit } characters long. { -unchanged }
error-too-many-blocked-words = That's { $count } blocked words, and the limit is { $limit }. { -unchanged }

## What Discord and its library refuse.

error-command-on-cooldown = Slow down. You can use this again { $retry }. { -not-charged }
error-no-private-message = { error-server-only }
error-missing-permissions =
    { $count ->
        [one] You need the permission { $permissions } for this.
       *[other] You need the permissions { $permissions } for this.
    } { -not-charged }
error-bot-missing-permissions =
    { $count ->
        [one] I need the permission { $permissions } here. A moderator can give it to me.
       *[other] I need the permissions { $permissions } here. A moderator can give them to me.
    } { -not-charged }
error-check-failure = You can't use this command here. { -not-charged }
error-transformer-error = “{ $text }” isn't a valid value here. { -not-charged }
error-command-not-found = This command has changed since your Discord loaded it. Reload Discord (Ctrl+R on a computer) and try again. { -not-charged }
error-command-signature-mismatch = { error-command-not-found }
error-discord-server-error = Discord didn't accept my reply. Please try again in a moment.
error-rate-limited = { error-discord-server-error }
error-client-error = { error-discord-server-error }

## Permissions, as Discord's settings call them.

permission-view-channel = View Channels
permission-send-messages = Send Messages
permission-send-messages-in-threads = Send Messages in Threads
permission-embed-links = Embed Links
permission-attach-files = Attach Files
permission-read-message-history = Read Message History
permission-manage-messages = Manage Messages
permission-manage-channels = Manage Channels
permission-manage-guild = Manage Server
