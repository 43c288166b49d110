### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Create an image from a text prompt
    .option-prompt = Describe the image
    .option-width = Width in pixels, 512–2048 in steps of 32 (default 1024)
    .option-height = Height in pixels, 512–2048 in steps of 32 (default 768)
    .option-preset = Pick a preset size (don't combine with width or height)
    .option-seed = Reuse a seed to get the same picture again
    .option-format = File format (default PNG)
    .option-spoiler = Hide the image behind a spoiler
    .option-private = Only you can see the result

choice-preset-square_hd = Square, large ({ $size })
choice-preset-square = Square, small ({ $size })
choice-preset-portrait_4_3 = Portrait 3:4 ({ $size })
choice-preset-portrait_16_9 = Portrait 9:16 ({ $size })
choice-preset-landscape_4_3 = Landscape 4:3 ({ $size })
choice-preset-landscape_16_9 = Landscape 16:9 ({ $size })

choice-format-png = PNG – best quality, largest file
choice-format-jpeg = JPEG – small file
choice-format-webp = WebP – smallest file
