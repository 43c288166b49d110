### What follows from a picture: its buttons and forms, /edit, /history, /help and the gallery.

command-edit =
    .description = Change images with a text prompt
    .option-prompt = Describe what to change
    .option-image1 = The image to change
    .option-image2 = A second image to use
    .option-image3 = A third image to use
    .option-width = Width in pixels, 512–2048 in steps of 32 (default: like the image)
    .option-height = Height in pixels, 512–2048 in steps of 32 (default: like the image)
    .option-preset = Pick a preset size (don't combine with width or height)
    .option-seed = Reuse a seed to get the same picture again
    .option-count = How many pictures to make (default 1)
    .option-style = Pick one of this server's styles
    .option-format = File format (default PNG)
    .option-spoiler = Hide the picture behind a spoiler
    .option-private = Only you can see the picture
command-history =
    .description = Find your pictures again
    .option-words = Only pictures with these words in the prompt
    .option-everywhere = Also show pictures from other servers
command-help =
    .description = See what Easel can do

menu-edit-this-image = Edit this image
menu-details = Details

## Below a picture, and below a request that failed.

picture-reroll-label = Reroll
picture-remix-label = Remix
picture-edit-label = Edit
picture-details-label = Details
picture-delete-label = Delete
picture-show-label = Show in channel
picture-retry-label = Try again
picture-retry-named-label = Try again: “{ $prompt }”
picture-remix-named-label = Remix “{ $prompt }”
picture-other-images-label = Choose another image
picture-cancel-label = Cancel “{ $prompt }”
picture-promote-label = Promote
picture-remove-label = Remove
picture-hide-label = Delete from history
picture-down-label = Take down

picture-made-from =
    { $kind ->
        [reroll] Reroll of { $has_link ->
            [true] [this picture]({ $link })
           *[false] another picture
        }
        [edit] Edit of { $has_link ->
            [true] [this picture]({ $link })
           *[false] another picture
        }
       *[remix] Made from { $has_link ->
            [true] [this picture]({ $link })
           *[false] another picture
        }
    }
picture-welcome =
    Welcome! You have { $left } here{ $has_renewal ->
        [true] { " " }until { $renews }
       *[false] { "" }
    }. { COMMAND("budget show") } shows what's left, and { COMMAND("help") } shows what you can do with a picture.

## Forms.

picture-remix-title = Remix
picture-prompt-field = Prompt
picture-size-field = Size
picture-seed-field = Seed (leave empty for a new one)
picture-seed-placeholder = Random
picture-edit-title = Edit this picture
picture-edit-field = What should change?
picture-edit-placeholder = Make it night, with lights in the windows
picture-images-field = Images (up to 3)
picture-which-field = Picture
picture-option = Picture { $number } (seed { $seed })
picture-delete-title =
    { $count ->
        [one] Delete this picture?
       *[other] Delete pictures?
    }
picture-delete-question =
    { $count ->
        [one] The message is deleted for everyone. The tokens it cost aren't returned.
       *[other] The pictures you choose are deleted for everyone. The tokens they cost aren't returned.
    }
picture-deleted =
    { $count ->
        [one] The picture is deleted.
       *[other] { $count } pictures are deleted.
    }
picture-remove-title = Remove this picture?
picture-remove-question = The picture is deleted for everyone, and the reason goes into the audit log. “{ $prompt }”
picture-reason-field = Reason
picture-refund-field = Refund the member
picture-removed =
    { $count ->
        [one] The picture was removed.
       *[other] { $count } pictures were removed.
    }{ $refunded ->
        [0] { "" }
        [one] { " " }The member got the tokens back.
       *[other] { " " }The member got the tokens for { $refunded } pictures back.
    }
picture-hidden = The picture is no longer in your history. Its message stays where it is.
picture-promoted = The picture is [in the gallery]({ $link }) now.
picture-promoted-yours = { $by } put your picture [in the gallery]({ $link }). You can take it down at any time.
picture-taken-down = The picture is no longer in the gallery.

## Details.

details-heading = Details
details-prompt-attached = The prompt is in the file below.
details-maker = Made by { $member } on { $at }
details-request =
    { $size } · seed { $seed } · { $model }{ $inputs ->
        [0] { "" }
        [one] { " " }· edited from { $inputs } image
       *[other] { " " }· edited from { $inputs } images
    }
details-took = Took { $time }
details-by-ai = Made by AI. The file's metadata says so, too.
details-message = [Go to the picture]({ $link })
details-cost =
    { $refunded ->
        [true] Cost { $cost }, refunded
       *[false] Cost { $cost }
    }
details-left =
    { $maker ->
        [true] You have { $left } left.
       *[false] The member has { $left } left.
    }
details-provider-id =
    { $has_id ->
        [true] ID at the image service: { $id } (request { $request })
       *[false] Request { $request } at the image service
    }

## /history

history-heading =
    { $everywhere ->
        [true] **Your pictures on all servers**
       *[false] **Your pictures on this server**
    }{ $has_words ->
        [true] { " " }with “{ $words }”
       *[false] { "" }
    }
history-empty =
    { $searched ->
        [true] No pictures found.
       *[false] You haven't made any pictures here yet. Start with { COMMAND("imagine") }.
    }
history-line =
    { $size } · { $at }{ $private ->
        [true] { " " }· private
       *[false] { "" }
    }{ $has_link ->
        [true] { " " }· [go to it]({ $link })
       *[false] { "" }
    }
history-newest-label = Newest
history-older-label = Older
history-search-label = Search
history-scope-label =
    { $everywhere ->
        [true] Only this server
       *[false] All servers
    }
history-search-title = Search your pictures
history-words-field = Words in the prompt
history-pick-placeholder = See a picture's details

## /help

help-create = **Make a picture**
    { COMMAND("imagine") } makes a picture from a description. { COMMAND("edit") } changes one you attach. To change an image in a message, right-click it and choose Apps > Edit this image.
help-follow = **Go on from a picture**
    Reroll makes it again with a new seed. Remix lets you change prompt, size and seed. Edit changes the picture itself. Each one costs as much as a new picture. You pay only for pictures you get.
help-budget = **Your budget**
    { COMMAND("budget show") } shows how many pictures you have left. { COMMAND("history") } finds your pictures again.
help-private = **Your data**
    { COMMAND("privacy export") } gives you everything I keep about you, and { COMMAND("privacy erase") } deletes it.

## The audit log.

choice-kind-picture_removed = Pictures removed
choice-kind-picture_promoted = Pictures promoted
choice-kind-picture_taken_down = Pictures taken down
picture-audit-removed = removed picture { $picture } by { $member }
picture-audit-promoted = put picture { $picture } by { $member } in the gallery
picture-audit-taken-down = took picture { $picture } out of the gallery
