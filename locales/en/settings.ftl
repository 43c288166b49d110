### /settings: what moderators decide about pictures on their server.

command-settings =
    .description = Choose who can make pictures on this server, where and how

settings-heading = ## ⚙️ Settings
settings-pictures-intro = **Pictures**. Defaults for options members leave out, and the styles they can pick.
settings-access-intro = **Access**. Who can make pictures, where, and how many.
settings-safety-intro = **Safety**. What isn't allowed, and what happens then.
settings-channels-intro = **Channels**. Where I post for moderators, and where the best pictures go.
settings-language-intro = **Language**. The language I use in channels, and the server's time zone.

settings-pictures-label = Pictures
settings-access-label = Access
settings-safety-label = Safety
settings-channels-label = Channels
settings-language-label = Language
settings-undo-label = Undo

## Names of the settings, in headings, in the audit log and after a change.

settings-name-channel-ids = Channels for pictures
settings-name-role-ids = Roles that can make pictures
settings-name-default-preset = Default size
settings-name-default-format = Default format
settings-name-default-private = Private by default
settings-name-most-count = Pictures per request
settings-name-most-in-progress = Pictures in progress per member
settings-name-most-per-day = Pictures per member and day
settings-name-cooldown-seconds = Cooldown
settings-name-styles = Styles
settings-name-spoilers = Spoilers
settings-name-blocked-words = Blocked words
settings-name-tolerance = Safety tolerance
settings-name-safety-checker = Safety checker
settings-name-refusals-to-staff = Refused prompts in the staff channel
settings-name-strikes = Pause after refused prompts
settings-name-pause-minutes = Length of a pause
settings-name-gallery-channel-id = Gallery channel
settings-name-staff-channel-id = Staff channel
settings-name-language = Language
settings-name-zone = Time zone

## Notes below a name.

settings-about-most-per-day = Pictures that failed don't count. A day starts at midnight in the server's time zone.
settings-about-cooldown-seconds = How long a member waits between two pictures.
settings-about-tolerance = From 1 (strictest) to 6. Levels above 2 only apply in age-restricted channels.
settings-about-strikes = Counts different prompts that were refused within 10 minutes.
settings-about-staff-channel = Requests for more tokens, reports and warnings go there.
settings-about-gallery-channel = Promoted pictures go there.
settings-about-language = Private answers are in each member's own language.
settings-about-zone = Decides when budgets reset and when a day starts.

## Values.

settings-on = on
settings-off = off
settings-none = none
settings-everywhere = everywhere
settings-everyone = everyone
settings-usual-size = Standard ({ $size })
settings-bots-limit = the bot's limit
settings-no-limit = no limit
settings-no-cooldown = no cooldown
settings-discords-language = same as the server in Discord
settings-pictures =
    { $count ->
        [one] { $count } picture
       *[other] { $count } pictures
    }
settings-styles =
    { $count ->
        [one] { $count } style
       *[other] { $count } styles
    }
settings-blocked-words =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }
settings-strikes =
    { $count ->
        [0] never
        [one] { $count } refused prompt
       *[other] { $count } refused prompts
    }
settings-tolerance =
    { $kind ->
        [strictest] { $level } (strictest)
        [standard] { $level } (standard)
        [loosest] { $level } (loosest)
       *[other] { $level }
    }
settings-spoilers-optional = Members choose
settings-spoilers-outside-age-restricted = Always, except in age-restricted channels
settings-spoilers-always = Always
settings-span =
    { $unit ->
        [minutes] { $count } min
        [hours] { $count } h
       *[days]
            { $count ->
                [one] { $count } day
               *[other] { $count } days
            }
    }
settings-more =
    { $count ->
        [one] { $count } more
       *[other] { $count } more
    }

## Buttons, menus and forms.

settings-default-private-label =
    { $on ->
        [true] Private by default: on
       *[false] Private by default: off
    }
settings-refusals-to-staff-label =
    { $on ->
        [true] Refused prompts in the staff channel: on
       *[false] Refused prompts in the staff channel: off
    }
settings-safety-checker-label =
    { $on ->
        [true] Safety checker: on
       *[false] Safety checker: off in age-restricted channels
    }
settings-add-style-label = Add a style
settings-styles-placeholder = Pick a style to change it
settings-everywhere-placeholder = Everywhere
settings-everyone-placeholder = Everyone
settings-no-channel-placeholder = No channel
settings-edit-words-label = Edit blocked words
settings-other-going-label = Other number in progress
settings-other-perday-label = Other number per day
settings-other-wait-label = Other cooldown
settings-other-zone-label = Another time zone
settings-styles-text =
    { $count ->
        [0] Members can't pick any yet.
        [one] Members can pick 1 style.
       *[other] Members can pick { $count } styles.
    }
settings-words-text =
    { $count ->
        [0] No words are blocked.
        [one] 1 word or phrase is blocked.
       *[other] { $count } words and phrases are blocked.
    }

settings-style-title = Style
settings-style-name-field = Name
settings-style-text-field = Text around the prompt
settings-style-placeholder = Write {"{"}prompt{"}"} where the member's prompt goes
settings-style-delete-placeholder = Keep {"{"}prompt{"}"} in it. Empty both fields to delete the style
settings-words-title = Blocked words
settings-words-field = Words and phrases ({ $number } of { $count })
settings-words-placeholder = One per line. * stands for any letters and ? for one
settings-going-title = Pictures in progress
settings-going-field = Number for each member
settings-perday-title = Pictures per day
settings-perday-field = Number for each member
settings-wait-title = Cooldown
settings-wait-field = Time, like 90 s, 2 min or 1 h 30 min
settings-number-placeholder = Leave it empty for no limit.
settings-zone-title = Time zone
settings-zone-field = Time zone, like Europe/Berlin

## What was changed.

settings-changed = ✅ Changed { $changes }.
settings-unchanged = It was already set that way. Nothing was changed.
settings-change = **{ $name }** from { $old } to **{ $new }**
settings-channel-gone = ⚠️ That channel no longer exists.
settings-channel-closed = ⚠️ I can't post in #{ $channel }. Give me View Channel and Send Messages there.
settings-audit-changed = changed { $changes }

choice-kind-settings_changed = Settings changes

## What can go wrong.

error-no-such-style =
    { $has_name ->
        [true] There's no style called “{ $name }”. Pick one from the list. You weren't charged.
       *[false] That style was deleted. Nothing was changed.
    }
error-invalid-style =
    { $flaw ->
        [name] A style needs a name of up to { $limit } characters. Nothing was changed.
        [length] A style's text can have up to { $limit } characters. Nothing was changed.
        [taken] There's already a style called “{ $name }”. Nothing was changed.
       *[place] Write {"{"}prompt{"}"} once in the style's text, where the member's prompt goes. Nothing was changed.
    }
error-too-many-styles = A server can have { $limit } styles. Delete one first. Nothing was changed.
error-invalid-setting = “{ $value }” isn't a valid value here. Nothing was changed.
