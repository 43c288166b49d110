### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Erstelle ein Bild aus einem Text
    .option-prompt = Beschreibe das Bild
    .name-width = breite
    .option-width = Breite in Pixeln, 512–2048 in 32er-Schritten (Standard: 1024)
    .name-height = höhe
    .option-height = Höhe in Pixeln, 512–2048 in 32er-Schritten (Standard: 768)
    .name-preset = vorlage
    .option-preset = Wähle eine fertige Größe (statt Breite und Höhe)
    .option-seed = Mit demselben Seed bekommst du dasselbe Bild noch einmal
    .option-format = Dateiformat (Standard: PNG)
    .option-spoiler = Verstecke das Bild hinter einem Spoiler
    .name-private = privat
    .option-private = Nur du siehst das Ergebnis

choice-preset-square_hd = Quadrat, groß ({ $size })
choice-preset-square = Quadrat, klein ({ $size })
choice-preset-portrait_4_3 = Hochformat 3:4 ({ $size })
choice-preset-portrait_16_9 = Hochformat 9:16 ({ $size })
choice-preset-landscape_4_3 = Querformat 4:3 ({ $size })
choice-preset-landscape_16_9 = Querformat 16:9 ({ $size })

choice-format-png = PNG – beste Qualität, größte Datei
choice-format-jpeg = JPEG – kleine Datei
choice-format-webp = WebP – kleinste Datei
