### Was aus einem Bild folgt: Buttons und Formulare, /edit, /history, /help und die Galerie.

command-edit =
    .description = Bilder mit einem Text-Prompt verändern
    .option-prompt = Beschreibe, was anders werden soll
    .option-image1 = Das Bild, das du verändern willst
    .option-image2 = Ein zweites Bild dazu
    .option-image3 = Ein drittes Bild dazu
    .option-width = Breite in Pixeln, 512–2048 in 32er-Schritten (Standard: wie das Bild)
    .option-height = Höhe in Pixeln, 512–2048 in 32er-Schritten (Standard: wie das Bild)
    .option-preset = Wähle eine fertige Größe (ohne Breite und Höhe)
    .option-seed = Mit demselben Seed bekommst du dasselbe Bild noch einmal
    .option-count = Wie viele Bilder entstehen sollen (Standard: 1)
    .name-style = stil
    .option-style = Wähle einen Stil dieses Servers
    .option-format = Dateiformat (Standard: PNG)
    .option-spoiler = Das Bild hinter einem Spoiler verbergen
    .option-private = Nur du siehst das Ergebnis
command-history =
    .description = Deine Bilder wiederfinden
    .option-words = Nur Bilder mit diesen Wörtern im Prompt
    .option-everywhere = Auch Bilder von anderen Servern zeigen
command-help =
    .description = Was Easel kann und wie es geht

menu-edit-this-image = Dieses Bild bearbeiten
menu-details = Details

## Unter einem Bild und unter einer Anfrage, aus der nichts wurde.

picture-reroll-label = Neu würfeln
picture-remix-label = Abwandeln
picture-edit-label = Bearbeiten
picture-details-label = Details
picture-delete-label = Löschen
picture-show-label = Im Kanal zeigen
picture-retry-label = Noch einmal versuchen
picture-retry-named-label = Noch einmal: „{ $prompt }“
picture-remix-named-label = „{ $prompt }“ abwandeln
picture-other-images-label = Anderes Bild wählen
picture-cancel-label = „{ $prompt }“ abbrechen
picture-promote-label = In die Galerie
picture-remove-label = Entfernen
picture-hide-label = Aus dem Verlauf löschen
picture-down-label = Aus der Galerie nehmen

picture-made-from =
    { $kind ->
        [reroll] Neu gewürfelt aus { $has_link ->
            [true] [diesem Bild]({ $link })
           *[false] einem anderen Bild
        }
        [edit] Bearbeitet aus { $has_link ->
            [true] [diesem Bild]({ $link })
           *[false] einem anderen Bild
        }
       *[remix] Entstanden aus { $has_link ->
            [true] [diesem Bild]({ $link })
           *[false] einem anderen Bild
        }
    }
picture-welcome =
    Willkommen! Du hast hier { $left }{ $has_renewal ->
        [true] { " " }bis { $renews }
       *[false] { "" }
    }. { COMMAND("budget show") } zeigt dir, was übrig ist, und { COMMAND("help") }, was du mit einem Bild machen kannst.

## Formulare.

picture-remix-title = Abwandeln
picture-prompt-field = Prompt
picture-size-field = Größe
picture-seed-field = Seed (leer lassen für einen neuen)
picture-seed-placeholder = Zufällig
picture-edit-title = Dieses Bild bearbeiten
picture-edit-field = Was soll anders werden?
picture-edit-placeholder = Mach es zu einer Nacht mit Licht in den Fenstern
picture-images-field = Bilder (bis zu 3)
picture-which-field = Bild
picture-option = Bild { $number } (Seed { $seed })
picture-delete-title =
    { $count ->
        [one] Dieses Bild löschen?
       *[other] Bilder löschen?
    }
picture-delete-question =
    { $count ->
        [one] Die Nachricht wird für alle gelöscht. Die Tokens dafür bekommst du nicht zurück.
       *[other] Die gewählten Bilder werden für alle gelöscht. Die Tokens dafür bekommst du nicht zurück.
    }
picture-deleted =
    { $count ->
        [one] Das Bild ist gelöscht.
       *[other] { $count } Bilder sind gelöscht.
    }
picture-remove-title = Dieses Bild entfernen?
picture-remove-question = Das Bild wird für alle gelöscht, und der Grund kommt ins Audit-Log. „{ $prompt }“
picture-reason-field = Grund
picture-refund-field = Dem Mitglied erstatten
picture-removed =
    { $count ->
        [one] Das Bild wurde entfernt.
       *[other] { $count } Bilder wurden entfernt.
    }{ $refunded ->
        [0] { "" }
        [one] { " " }Das Mitglied hat die Tokens zurückbekommen.
       *[other] { " " }Das Mitglied hat die Tokens für { $refunded } Bilder zurückbekommen.
    }
picture-hidden = Das Bild ist nicht mehr in deinem Verlauf. Die Nachricht bleibt, wo sie ist.
picture-promoted = Das Bild ist jetzt [in der Galerie]({ $link }).
picture-promoted-yours = { $by } hat dein Bild [in die Galerie]({ $link }) gestellt. Du kannst es jederzeit wieder herausnehmen.
picture-taken-down = Das Bild ist nicht mehr in der Galerie.

## Details.

details-heading = Details
details-prompt-attached = Der Prompt steht in der Datei unten.
details-maker = Von { $member } am { $at }
details-request =
    { $size } · Seed { $seed } · { $model }{ $inputs ->
        [0] { "" }
        [one] { " " }· aus { $inputs } Bild bearbeitet
       *[other] { " " }· aus { $inputs } Bildern bearbeitet
    }
details-took = Dauerte { $time }
details-by-ai = Von einer KI erzeugt. Das steht auch in den Metadaten der Datei.
details-message = [Zum Bild]({ $link })
details-cost =
    { $refunded ->
        [true] Kosten: { $cost }, erstattet
       *[false] Kosten: { $cost }
    }
details-left =
    { $maker ->
        [true] Du hast noch { $left }.
       *[false] Das Mitglied hat noch { $left }.
    }
details-provider-id =
    { $has_id ->
        [true] ID beim Bilddienst: { $id } (Anfrage { $request })
       *[false] Anfrage { $request } beim Bilddienst
    }

## /history

history-heading =
    { $everywhere ->
        [true] **Deine Bilder auf allen Servern**
       *[false] **Deine Bilder auf diesem Server**
    }{ $has_words ->
        [true] { " " }mit „{ $words }“
       *[false] { "" }
    }
history-empty =
    { $searched ->
        [true] Keine Bilder gefunden.
       *[false] Du hast hier noch keine Bilder. Fang mit { COMMAND("imagine") } an.
    }
history-line =
    { $size } · { $at }{ $private ->
        [true] { " " }· privat
       *[false] { "" }
    }{ $has_link ->
        [true] { " " }· [dorthin]({ $link })
       *[false] { "" }
    }
history-newest-label = Neueste
history-older-label = Ältere
history-search-label = Suchen
history-scope-label =
    { $everywhere ->
        [true] Nur dieser Server
       *[false] Alle Server
    }
history-search-title = Deine Bilder durchsuchen
history-words-field = Wörter im Prompt
history-pick-placeholder = Details zu einem Bild ansehen

## /help

help-create = **Ein Bild machen**
    { COMMAND("imagine") } macht ein Bild aus einer Beschreibung. { COMMAND("edit") } verändert eins, das du anhängst. Um ein Bild in einer Nachricht zu verändern, klick sie mit rechts an und wähle Apps > Dieses Bild bearbeiten.
help-follow = **Mit einem Bild weitermachen**
    „Neu würfeln“ macht es mit einem neuen Seed noch einmal. Beim Abwandeln änderst du Prompt, Größe und Seed. Beim Bearbeiten veränderst du das Bild selbst. Jedes kostet so viel wie ein neues Bild. Du zahlst nur für Bilder, die du bekommst.
help-budget = **Dein Budget**
    { COMMAND("budget show") } zeigt, wie viele Bilder du noch hast. Mit { COMMAND("history") } findest du deine Bilder wieder.
help-private = **Deine Daten**
    { COMMAND("privacy export") } gibt dir alles, was ich über dich speichere, und { COMMAND("privacy erase") } löscht es.

## Das Audit-Log.

choice-kind-picture_removed = Entfernte Bilder
choice-kind-picture_promoted = Bilder in die Galerie gestellt
choice-kind-picture_taken_down = Bilder aus der Galerie genommen
picture-audit-removed = hat Bild { $picture } von { $member } entfernt
picture-audit-promoted = hat Bild { $picture } von { $member } in die Galerie gestellt
picture-audit-taken-down = hat Bild { $picture } aus der Galerie genommen
