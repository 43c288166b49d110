### What members read when something goes wrong. The IDs are the names of the errors' classes.
### A text for a picture ends by saying that it cost nothing. `.ended` is for a picture that failed a while ago.

-not-charged = Dir wurde nichts berechnet.
-unchanged = Es wurde nichts geändert.

## The member can do something about it.

error-server-only = Das geht nur auf einem Server. { -not-charged }
error-prompt-missing = Dein Prompt ist leer. Beschreibe das Bild, das du haben möchtest. { -not-charged }
error-prompt-too-long = Dein Prompt ist { $length } Zeichen lang, erlaubt sind { $limit }. Kürze ihn und versuch es noch mal. { -not-charged }
error-size-not-offered = { $size } gibt es nicht. Möglich sind Größen von 512 bis 2048 in 32er-Schritten. Probier { $nearest }. { -not-charged }
error-size-and-preset = Wähle entweder eine Vorlage oder Breite und Höhe, nicht beides. { -not-charged }
error-seed-not-offered = Ein Seed ist eine Zahl von { $lowest } bis { $highest }. { -not-charged }
error-frozen =
    Das Mod-Team hat dein Budget auf diesem Server gesperrt.{ $has_reason ->
        [true] { " " }Grund: „{ $reason }“.
       *[false] { "" }
    }{ $has_until_ms ->
        [true] { " " }Die Sperre endet { $until_ms }.
       *[false] { "" }
    } { -not-charged }
error-no-allowance = Du hast auf diesem Server kein Bilderbudget. Frag das Mod-Team. { -not-charged }
error-over-budget =
    { $limit ->
        [member] Deine Tokens reichen nicht für dieses Bild. Es kostet { $price }, und du hast noch { $left }.
        [server] Die Tokens dieses Servers reichen nicht für dieses Bild. Es kostet { $price }, und der Server hat noch { $left }.
        [operator_server] Dieser Server hat sein Limit vom Bot-Betreiber erreicht. Das Bild kostet { $price } Tokens, übrig sind { $left }.
       *[operator] Der Bot hat sein Monatslimit erreicht. Das Bild kostet { $price } Tokens, übrig sind { $left }.
    }{ $held ->
        [0] { "" }
        [one] { " " }{ $held } weiteres Token ist für laufende Bilder reserviert.
       *[other] { " " }{ $held } weitere Tokens sind für laufende Bilder reserviert.
    }{ $has_renewal ->
        [true]
            { $limit ->
                [member] { " " }Dein Budget wird { $renews } erneuert.
                [server] { " " }Das Budget des Servers wird { $renews } erneuert.
               *[operator] { " " }Das Limit wird { $renews } zurückgesetzt.
            }
       *[false] { "" }
    } { -not-charged }
error-too-many-in-flight =
    { $limit ->
        [1] Es kann immer nur 1 Bild von dir gleichzeitig in Arbeit sein. Warte, bis es fertig ist, oder brich es ab, solange es in der Warteschlange steht.
        [one] Es kann immer nur { $limit } Bild von dir gleichzeitig in Arbeit sein. Warte, bis es fertig ist, oder brich es ab, solange es in der Warteschlange steht.
       *[other] Du kannst { $limit } Bilder gleichzeitig in Arbeit haben. Warte, bis eins fertig ist, oder brich eins ab, das noch in der Warteschlange steht.
    } { -not-charged }
error-not-cancellable =
    { $state ->
        [released] Diese Anfrage ist schon beendet. { -not-charged }
        [lost] Diese Anfrage ist schon beendet. { -not-charged }
        [delivered] Dieses Bild ist schon fertig.
       *[requested] Zum Abbrechen ist es zu spät. Dein Bild wird gerade erstellt. Du zahlst nur, wenn du es auch bekommst.
    }
error-not-yours = Das kann nur, wer dieses Bild angefragt hat.
error-cancelled = Abgebrochen. { -not-charged }
    .ended = Die Anfrage wurde abgebrochen. { -not-charged }
error-prompt-refused =
    { $has_detail ->
        [true] Der Bilddienst hat diesen Prompt abgelehnt. Er sagt „{ $detail }“.
       *[false] Der Bilddienst hat diesen Prompt abgelehnt.
    } Versuch es mit anderen Worten. { -not-charged }
    .ended = Der Bilddienst hat den Prompt abgelehnt. Versuch es mit anderen Worten. { -not-charged }
error-inputs-gone = Die Bilder, die du bearbeiten wolltest, habe ich nicht mehr. Ich behalte sie 7 Tage. Fang mit { COMMAND("edit") } neu an. { -not-charged }
    .ended = Die Bilder, die du bearbeiten wolltest, hatte ich nicht mehr. { -not-charged }
error-input-unreachable = Ich konnte dieses Bild nicht von Discord laden. Häng es noch einmal an. { -not-charged }
error-picture-gone = Dieses Bild wurde gelöscht. { -not-charged }
error-picture-not-kept = Dieses Bild habe ich nicht mehr. Private Bilder behalte ich 7 Tage. { -not-charged }
error-shown-before =
    { $has_link ->
        [true] Dieses Bild ist schon [im Kanal]({ $link }).
       *[false] Dieses Bild ist schon im Kanal.
    } { -unchanged }
error-other-server = Dieses Bild wurde auf einem anderen Server gemacht. Deshalb kann ich es hier nicht zeigen. { -unchanged }
error-looser-safety = Dieses Bild wurde mit weniger strengen Sicherheitseinstellungen gemacht, als dieser Kanal sie hat. Zeig es in dem Kanal, in dem du es gemacht hast. { -unchanged }
error-several-pictures = Diese Nachricht hat { $count } Bilder. Um eines auszuwählen, klick mit rechts auf die Nachricht und wähle Apps > Bild erstatten. { -unchanged }
error-draft-gone = Diese Anfrage ist älter als ein Tag. Fang mit { COMMAND("imagine") } neu an. { -not-charged }
error-invalid-size = „{ $text }“ kann ich nicht als Größe lesen. Schreib sie so: 1024 × 768. { -not-charged }
error-invalid-seed = „{ $text }“ ist kein Seed. Nimm eine ganze Zahl oder lass das Feld leer. { -not-charged }
error-no-image-there = In dieser Nachricht ist kein Bild, das ich bearbeiten kann. { -not-charged }
error-no-gallery = Ich kann auf diesem Server nicht in eine Galerie posten. Moderatoren können einen Kanal dafür wählen und mich dort posten lassen. { -unchanged }
error-already-promoted = Dieses Bild ist schon in der Galerie. { -unchanged }
error-input-not-an-image = Diese Datei ist kein Bild, oder sie ist beschädigt. Nimm eine andere. { -not-charged }
error-input-animated = Animierte Bilder lassen sich nicht bearbeiten. Nimm eins ohne Animation. { -not-charged }
error-input-too-large = Diese Datei ist { $size } groß, erlaubt sind { $limit }. Nimm eine kleinere. { -not-charged }
error-input-too-many-pixels = Dieses Bild hat zu viele Pixel. Nimm ein kleineres. { -not-charged }
error-input-too-small = Dieses Bild ist zu klein. Beide Seiten müssen mindestens { $shortest } Pixel lang sein. { -not-charged }
error-button-outdated = Dieser Button stammt aus einer älteren Version des Bots und funktioniert nicht mehr. { -unchanged }
error-button-of-another = Dieser Button ist für jemand anderen. { -unchanged }

## Nobody who asked can do anything about it.

error-generation-unavailable =
    Gerade können keine Bilder erstellt werden. Der Bot-Betreiber muss das beheben.{ $has_next_probe_at_ms ->
        [true] { " " }Ich prüfe es wieder { $next_probe_at_ms }.
       *[false] { "" }
    } { -not-charged }
    .ended = Es konnten keine Bilder erstellt werden. Der Bot-Betreiber muss das beheben. { -not-charged }
error-request-rejected = Der Bilddienst hat meine Anfrage abgelehnt. An deinem Prompt liegt es nicht. Der Bot-Betreiber muss das beheben. { -not-charged }
    .ended = Der Bilddienst hat meine Anfrage abgelehnt. An deinem Prompt lag es nicht. Der Bot-Betreiber muss das beheben. { -not-charged }
error-provider-busy =
    { $has_wait ->
        [true] Der Bilddienst ist ausgelastet. Versuch es { $retry } noch mal.
       *[false] Der Bilddienst ist ausgelastet. Versuch es in ein paar Minuten noch mal.
    } { -not-charged }
    .ended = Der Bilddienst war ausgelastet. Versuch es noch mal. { -not-charged }
error-queue-full =
    { $scope ->
        [server] Auf diesem Server sind schon so viele Bilder in Arbeit, wie ich annehmen kann.
       *[total] Bei mir sind schon so viele Bilder in Arbeit, wie ich annehmen kann.
    } Versuch es in einer Minute noch mal. { -not-charged }
    .ended = Es waren zu viele Bilder in Arbeit. Versuch es noch mal. { -not-charged }
error-shutting-down = Ich starte gerade neu. Versuch es in einer Minute noch mal. { -not-charged }
    .ended = Ich wurde neu gestartet, bevor dein Bild fertig war. Versuch es noch mal. { -not-charged }
error-paused =
    { $has_message ->
        [true] Der Bot-Betreiber hat die Bilderstellung pausiert. Dazu heißt es: „{ $message }“.
       *[false] Der Bot-Betreiber hat die Bilderstellung pausiert. Versuch es später noch mal.
    } { -not-charged }
    .ended = Der Bot-Betreiber hat die Bilderstellung pausiert. Versuch es später noch mal. { -not-charged }
error-provider-failed =
    { $attempts ->
        [1] Beim Bilddienst ist ein Fehler aufgetreten.
        [one] Beim Bilddienst ist { $attempts }-mal in Folge ein Fehler aufgetreten.
       *[other] Beim Bilddienst ist { $attempts }-mal in Folge ein Fehler aufgetreten.
    } Versuch es später noch mal. { -not-charged }
    .ended = Beim Bilddienst ist ein Fehler aufgetreten. Versuch es später noch mal. { -not-charged }
error-outcome-unknown = Die Verbindung zum Bilddienst ist abgebrochen, und es kam kein Bild an. Versuch es noch mal. { -not-charged }
    .ended = { error-outcome-unknown }
error-picture-lost = Dein Bild wurde erstellt, ging aber verloren, bevor ich es posten konnte. Versuch es noch mal. { -not-charged }
    .ended = { error-picture-lost }
error-reply-expired = Das hat länger gedauert, als Discord mich antworten lässt, und nachträglich posten konnte ich es nicht. Versuch es noch mal. { -not-charged }
    .ended = { error-reply-expired }
error-delivery-forbidden = Dein Bild wurde erstellt, aber ich darf hier nichts posten. Bitte das Mod-Team, mir „{ permission-view-channel }“, „{ permission-send-messages }“ und „{ permission-attach-files }“ zu erlauben. Für private Bilder musst du Direktnachrichten von diesem Server zulassen. { -not-charged }
    .ended = { error-delivery-forbidden }
error-delivery-failed = Discord hat das Bild auch nach mehreren Versuchen nicht angenommen. Versuch es später noch mal. { -not-charged }
    .ended = { error-delivery-failed }
error-picture-too-large = Das Bild ist selbst komprimiert zu groß für Discord. Wähle eine kleinere Größe oder JPEG. { -not-charged }
    .ended = { error-picture-too-large }
error-interrupted = Ich wurde neu gestartet, bevor dein Bild fertig war. Versuch es noch mal. { -not-charged }
    .ended = { error-interrupted }
error-storage-unavailable = Ich kann gerade nichts speichern und deshalb keine Bilder erstellen. Versuch es in ein paar Minuten noch mal. { -not-charged }
    .ended = Ich konnte nichts speichern und deshalb dein Bild nicht erstellen. Versuch es noch mal. { -not-charged }
error-not-a-picture = Der Bilddienst hat eine ungültige Datei geschickt. Versuch es noch mal. { -not-charged }
    .ended = { error-not-a-picture }
# Every other reason.
error-easel-error = Dein Bild konnte nicht fertiggestellt werden. Versuch es später noch mal. { -not-charged }
error-bug = Bei mir ist etwas schiefgelaufen. { -not-charged } Wenn es noch mal passiert, schick dem Bot-Betreiber den Code `{ $reference }`.

## Moderators, and members who ask for their data.

error-invalid-amount =
    { $has_readings ->
        [true] „{ $text }“ ist nicht eindeutig. Meinst du { $readings }?
       *[false] „{ $text }“ ist keine gültige Menge. Schreib zum Beispiel 63000, 250k oder 1.5m.
    } { -unchanged }
error-invalid-moment =
    { $past ->
        [true] „{ $text }“ verstehe ich nicht als Zeitpunkt in der Vergangenheit. Schreib, wie lange es her ist, z. B. 12h, 3d oder 2w, oder ein Datum wie 2025-12-31.
       *[false] „{ $text }“ verstehe ich nicht als Zeitpunkt in der Zukunft. Schreib, wie lange es noch hin ist, z. B. 12h, 3d oder 2w, oder ein Datum wie 2030-12-31.
    } { -unchanged }
error-invalid-time-zone =
    { $has_nearest ->
        [true] Die Zeitzone „{ $name }“ kenne ich nicht. Meinst du { $nearest }?
       *[false] Die Zeitzone „{ $name }“ kenne ich nicht. Wähle eine aus der Liste, z. B. Europe/Berlin.
    } { -unchanged }
error-already-over = Das wäre schon { $at_ms } zu Ende gewesen. Wähle einen späteren Zeitpunkt. { -unchanged }
error-not-your-own = Wer moderiert, kann das eigene Budget nicht erhöhen. Frag jemand anderen aus dem Mod-Team oder einen Administrator. { -unchanged }
error-bots-have-no-budget = Bots und Webhooks haben kein Budget. { -unchanged }
error-everyone-is-no-role = Das Budget für alle ist der Standard des Servers. Du änderst ihn mit { COMMAND("quota server set") }. { -unchanged }
error-no-such-tier = Diese Rolle hat kein eigenes Kontingent. { -unchanged }
error-no-such-promise = Diesen Rollen-Bonus gibt es auf diesem Server nicht, oder er ist schon beendet. { -unchanged }
error-too-many-role-grants = Auf diesem Server sind { $limit } Rollen-Boni offen, mehr gehen nicht. Beende erst einen davon. { -unchanged }
error-not-frozen = Das Budget dieses Mitglieds ist nicht gesperrt. { -unchanged }
error-nothing-to-deduct = Dieses Mitglied hat keine Tokens mehr, die man abziehen könnte. { -unchanged }
error-nothing-to-refund = Diese Nachricht enthält kein bezahltes Bild. { -unchanged }
error-already-refunded = Dieses Bild wurde schon { $at_ms } erstattet. { -unchanged }
error-given-back = Das wurde schon { $at_ms } durch Zurücksetzen zurückgegeben. { -unchanged }
error-nothing-to-undo = Diese Änderung gibt es auf diesem Server nicht, oder sie lässt sich nicht rückgängig machen. { -unchanged }
error-already-undone = { $by } hat diese Änderung schon { $at_ms } rückgängig gemacht. { -unchanged }
error-changed-since =
    { $count ->
        [0] Das lässt sich nicht rückgängig machen, weil es später noch mal geändert wurde.
        [one] Das lässt sich nicht rückgängig machen, weil { $names } später noch mal geändert wurde.
       *[other] Das lässt sich nicht rückgängig machen, weil { $names } später noch mal geändert wurden.
    } { -unchanged }
error-used-since =
    { $claims ->
        [0] Das lässt sich nicht rückgängig machen, weil ein Teil davon schon verbraucht oder für Bilder in Arbeit reserviert ist ({ $tokens }).
        [one] Das lässt sich nicht rückgängig machen, weil { $claims } Mitglied den Bonus schon abgeholt hat. Beenden kannst du ihn mit { COMMAND("quota grant-role revoke") }.
       *[other] Das lässt sich nicht rückgängig machen, weil { $claims } Mitglieder den Bonus schon abgeholt haben. Beenden kannst du ihn mit { COMMAND("quota grant-role revoke") }.
    } { -unchanged }
error-no-such-kind = Diese Art von Änderung gibt es nicht. Wähle eine aus der Liste. { -unchanged }
error-still-working = Ich arbeite noch an deiner letzten Anfrage. Versuch es noch mal, wenn sie fertig ist. { -unchanged }
error-still-under-way =
    { $running ->
        [1] Du hast noch 1 Bild in Arbeit. Sobald es fertig ist, kannst du deine Daten löschen.
        [one] Du hast noch { $running } Bild in Arbeit. Sobald es fertig ist, kannst du deine Daten löschen.
       *[other] Du hast noch { $running } Bilder in Arbeit. Sobald sie fertig sind, kannst du deine Daten löschen.
    } { -unchanged }
error-not-a-message = „{ $text }“ ist kein Nachrichtenlink und keine ID. Mach einen Rechtsklick auf das Bild und wähle **Apps > { menu-refund-this-picture }**. { -unchanged }
error-no-such-server = Ich habe nicht genau einen Server namens „{ $name }“ gefunden. Wähle einen aus der Liste oder gib seine ID ein. { -unchanged }
error-invalid-blocked-word = „{ $text }“ kann nicht gesperrt werden. Ein gesperrtes Wort braucht mindestens zwei Buchstaben oder Ziffern und darf { $limit } Zeichen lang sein. { -unchanged }
error-too-many-blocked-words = Das sind { $count } gesperrte Wörter, erlaubt sind { $limit }. { -unchanged }

## What Discord and its library refuse.

error-command-on-cooldown = Nicht so schnell. Du kannst das { $retry } wieder benutzen. { -not-charged }
error-no-private-message = { error-server-only }
error-missing-permissions =
    { $count ->
        [one] Dafür brauchst du die Berechtigung { $permissions }.
       *[other] Dafür brauchst du die Berechtigungen { $permissions }.
    } { -not-charged }
error-bot-missing-permissions =
    { $count ->
        [one] Dafür brauche ich hier die Berechtigung { $permissions }. Das Mod-Team kann sie mir geben.
       *[other] Dafür brauche ich hier die Berechtigungen { $permissions }. Das Mod-Team kann sie mir geben.
    } { -not-charged }
error-check-failure = Diesen Befehl kannst du hier nicht benutzen. { -not-charged }
error-transformer-error = „{ $text }“ ist hier kein gültiger Wert. { -not-charged }
error-command-not-found = Dieser Befehl hat sich geändert, seit dein Discord ihn geladen hat. Lade Discord neu (am Computer mit Strg+R) und versuch es noch mal. { -not-charged }
error-command-signature-mismatch = { error-command-not-found }
error-discord-server-error = Discord hat meine Antwort nicht angenommen. Versuch es gleich noch mal.
error-rate-limited = { error-discord-server-error }
error-client-error = { error-discord-server-error }

## Permissions, as Discord's settings call them.

permission-view-channel = Kanäle ansehen
permission-send-messages = Nachrichten senden
permission-send-messages-in-threads = Nachrichten in Threads senden
permission-embed-links = Links einbetten
permission-attach-files = Dateien anhängen
permission-read-message-history = Nachrichtenverlauf anzeigen
permission-manage-messages = Nachrichten verwalten
permission-manage-channels = Kanäle verwalten
permission-manage-guild = Server verwalten
