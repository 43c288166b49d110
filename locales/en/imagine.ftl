### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Create a picture from a prompt
    .option-prompt = Describe the picture
    .option-width = Width in pixels, 512–2048 in steps of 32 (default 1024)
    .option-height = Height in pixels, 512–2048 in steps of 32 (default 768)
    .option-preset = Pick a preset size (don't combine with width or height)
    .option-seed = Reuse a seed to get the same picture again
    .option-style = Pick one of this server's styles
    .option-count = How many pictures to make (default 1)
    .option-format = File format (default PNG)
    .option-spoiler = Hide the picture behind a spoiler
    .option-private = Only you can see the picture

choice-preset-square_hd = Square, large ({ $size })
choice-preset-square = Square, small ({ $size })
choice-preset-portrait_4_3 = Portrait 3:4 ({ $size })
choice-preset-portrait_16_9 = Portrait 9:16 ({ $size })
choice-preset-landscape_4_3 = Landscape 4:3 ({ $size })
choice-preset-landscape_16_9 = Landscape 16:9 ({ $size })

choice-format-png = PNG – best quality, largest file
choice-format-jpeg = JPEG – small file
choice-format-webp = WebP – smallest file

# A width or height while it's typed, as the size that would come of it.
choice-size = { $size } ({ amount-tokens })

## The card while a picture is made. The whole channel reads it.

imagine-queued = **Queued** · { $is_next ->
        [true] next in line
       *[false] number { $place } in line
    } · requested { $since }
imagine-queued-far = **Queued** · more than { $place } ahead · requested { $since }
imagine-queued-busy = **Queued** · { $is_next ->
        [true] next in line
       *[false] number { $place } in line
    } · the image service is limiting requests, so this may take longer
imagine-queued-unavailable = **Queued** · image generation is unavailable until the bot's owner fixes it.{ $has_probe ->
        [true] { " " }I'll check again { $probe }.
       *[false] { "" }
    }
imagine-in-progress = **In progress** · started { $since }{ $has_usual ->
        [true] { " " }· usually takes about { $usual } s
       *[false] { "" }
    }
imagine-takes-long = This is taking a while. I'll post the picture as a new message.
imagine-cancel-label = Cancel

## The card with the picture.

imagine-facts = { $size } · seed { $seed } · { $time }
imagine-converted = saved as { $format } to fit Discord's limit
imagine-for-member = For **{ $name }**
imagine-hidden = A picture behind a spoiler
# Only in private.
imagine-cost =
    { $has_left ->
        [true] This picture cost { $cost }. You have { $left } left.
       *[false] This picture cost { $cost }.
    }

## When there's no picture.

# Under the reason: what it was about.
imagine-request = { COMMAND("imagine") } · { $prompt }
imagine-missed = I couldn't tell you about this earlier.
imagine-missed-request = “{ $prompt }”, requested { $asked }
