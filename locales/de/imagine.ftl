### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Erstelle ein Bild aus einem Prompt
    .option-prompt = Beschreibe das Bild
    .name-width = breite
    .option-width = Breite in Pixeln, 512–2048 in 32er-Schritten (Standard: 1024)
    .name-height = höhe
    .option-height = Höhe in Pixeln, 512–2048 in 32er-Schritten (Standard: 768)
    .name-preset = vorlage
    .option-preset = Wähle eine fertige Größe (statt Breite und Höhe)
    .option-seed = Mit demselben Seed bekommst du dasselbe Bild noch einmal
    .name-style = stil
    .option-style = Wähle einen Stil dieses Servers
    .option-count = Wie viele Bilder entstehen sollen (Standard: 1)
    .option-format = Dateiformat (Standard: PNG)
    .option-spoiler = Verstecke das Bild hinter einem Spoiler
    .name-private = privat
    .option-private = Nur du siehst das Bild

choice-preset-square_hd = Quadrat, groß ({ $size })
choice-preset-square = Quadrat, klein ({ $size })
choice-preset-portrait_4_3 = Hochformat 3:4 ({ $size })
choice-preset-portrait_16_9 = Hochformat 9:16 ({ $size })
choice-preset-landscape_4_3 = Querformat 4:3 ({ $size })
choice-preset-landscape_16_9 = Querformat 16:9 ({ $size })

choice-format-png = PNG – beste Qualität, größte Datei
choice-format-jpeg = JPEG – kleine Datei
choice-format-webp = WebP – kleinste Datei

# A width or height while it's typed, as the size that would come of it.
choice-size = { $size } ({ amount-tokens })

## The card while a picture is made. The whole channel reads it.

imagine-queued = **In der Warteschlange** · { $is_next ->
        [true] als Nächstes dran
       *[false] Platz { $place }
    } · angefordert { $since }
imagine-queued-far = **In der Warteschlange** · mehr als { $place } davor · angefordert { $since }
imagine-queued-busy = **In der Warteschlange** · { $is_next ->
        [true] als Nächstes dran
       *[false] Platz { $place }
    } · der Bilddienst bremst gerade Anfragen, deshalb kann es länger dauern
imagine-queued-unavailable = **In der Warteschlange** · die Bilderstellung ist nicht verfügbar, bis der Bot-Betreiber das behebt.{ $has_probe ->
        [true] { " " }Ich prüfe es { $probe } noch einmal.
       *[false] { "" }
    }
imagine-in-progress = **In Arbeit** · begonnen { $since }{ $has_usual ->
        [true] { " " }· dauert meist etwa { $usual } s
       *[false] { "" }
    }
imagine-takes-long = Das dauert noch etwas. Ich poste das Bild dann als neue Nachricht.
imagine-cancel-label = Abbrechen

## The card with the picture.

imagine-facts = { $size } · Seed { $seed } · { $time }
imagine-converted = als { $format } gespeichert, damit es in Discords Limit passt
imagine-for-member = Für **{ $name }**
imagine-hidden = Ein Bild hinter einem Spoiler
# Only in private.
imagine-cost =
    { $has_left ->
        [true] Dieses Bild hat { $cost } gekostet. Du hast noch { $left }.
       *[false] Dieses Bild hat { $cost } gekostet.
    }

## When there's no picture.

# Under the reason: what it was about.
imagine-request = { COMMAND("imagine") } · { $prompt }
imagine-missed = Das konnte ich dir vorhin nicht sagen.
imagine-missed-request = „{ $prompt }“, angefordert { $asked }
