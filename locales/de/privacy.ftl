### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = Was dieser Bot über dich speichert
command-privacy-export =
    .description = Lade alles herunter, was dieser Bot über dich speichert
command-privacy-erase =
    .description = Meine Daten löschen

privacy-exported =
    Das ist alles, was ich über dich gespeichert habe, von allen Servern, als JSON-Datei. Zeiten sind Millisekunden seit 1970, Beträge sind Tokens. Mit { COMMAND("privacy erase") } löschst du deine Daten.{ $is_packed ->
        [true] { " " }Die Datei ist mit gzip komprimiert, damit sie hier Platz hat.
       *[false] { "" }
    }
privacy-too-large = Deine Daten sind zu groß, um sie hier zu posten. Frag den Bot-Betreiber danach.
privacy-question =
    { "" }**Deine Daten auf allen Servern löschen?** Das lässt sich nicht rückgängig machen.
    { "" }**Wird jetzt gelöscht:** deine Prompts, dein Name, die Links zu deinen Bildern, ihre IDs beim Bilddienst und Notizen des Mod-Teams über dich.
    { "" }**Bleibt ohne deinen Namen:** Token-Beträge, damit die Abrechnung weiter stimmt. Eine Zufallszahl ersetzt deine ID.
    { "" }**Bleibt, bis es abläuft,** damit das Löschen kein Budget zurücksetzt: dein Verbrauch in diesem Zeitraum, übrige Bonus-Tokens und was das Mod-Team für dich festgelegt hat, z. B. eine Sperre mit ihrem Grund.
    { "" }**Bleibt 12 Monate:** was du als Mod getan hast, unter deiner ID.
    { "" }**Darauf habe ich keinen Zugriff:** Nachrichten in Kanälen, die das Mod-Team löschen kann, und das eigene Protokoll des Bilddienstes, in dem dein Name nicht steht.
privacy-erase-label = Meine Daten löschen
privacy-erased =
    { "" }**Deine Daten sind gelöscht.** { $pictures ->
        [0] Es gab keine Bilder.
        [one] Prompt und Link von { $pictures } Bild sind weg, dein Name auch.
       *[other] Prompts und Links von { $pictures } Bildern sind weg, dein Name auch.
    } { $stays ->
        [true] Dein Verbrauch in diesem Zeitraum, übrige Bonus-Tokens und was das Mod-Team für dich festgelegt hat, bleiben, bis sie ablaufen. Was du als Mod getan hast, bleibt 12 Monate.
       *[false] Unter deiner ID ist nichts mehr gespeichert.
    }
