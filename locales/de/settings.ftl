### /settings: what moderators decide about pictures on their server.

command-settings =
    .description = Lege fest, wo, wie und von wem auf diesem Server Bilder erstellt werden

settings-heading = ## ⚙️ Einstellungen
settings-pictures-intro = **Bilder**. Was Mitglieder bekommen, wenn sie Optionen weglassen, und welche Stile sie wählen können.
settings-access-intro = **Zugang**. Wer Bilder erstellen darf, wo und wie viele.
settings-safety-intro = **Sicherheit**. Was nicht erlaubt ist und was dann passiert.
settings-channels-intro = **Kanäle**. Wo ich für das Mod-Team schreibe und wohin die besten Bilder kommen.
settings-language-intro = **Sprache**. Welche Sprache ich in Kanälen verwende und welche Zeitzone der Server hat.

settings-pictures-label = Bilder
settings-access-label = Zugang
settings-safety-label = Sicherheit
settings-channels-label = Kanäle
settings-language-label = Sprache
settings-undo-label = Rückgängig

## Names of the settings, in headings, in the audit log and after a change.

settings-name-channel-ids = Kanäle für Bilder
settings-name-role-ids = Rollen, die Bilder erstellen dürfen
settings-name-default-preset = Standardgröße
settings-name-default-format = Standardformat
settings-name-default-private = Standardmäßig privat
settings-name-most-count = Bilder pro Anfrage
settings-name-most-in-progress = Bilder in Arbeit pro Mitglied
settings-name-most-per-day = Bilder pro Mitglied und Tag
settings-name-cooldown-seconds = Wartezeit
settings-name-styles = Stile
settings-name-spoilers = Spoiler
settings-name-blocked-words = Gesperrte Wörter
settings-name-tolerance = Sicherheitsstufe
settings-name-safety-checker = Sicherheitsprüfung
settings-name-refusals-to-staff = Abgelehnte Prompts im Team-Kanal
settings-name-strikes = Pause nach abgelehnten Prompts
settings-name-pause-minutes = Länge einer Pause
settings-name-gallery-channel-id = Galerie-Kanal
settings-name-staff-channel-id = Team-Kanal
settings-name-language = Sprache
settings-name-zone = Zeitzone

## Notes below a name.

settings-about-most-per-day = Fehlgeschlagene Bilder zählen nicht. Ein Tag beginnt um Mitternacht in der Zeitzone des Servers.
settings-about-cooldown-seconds = So lange wartet ein Mitglied zwischen zwei Bildern.
settings-about-tolerance = Von 1 (am strengsten) bis 6. Stufen über 2 gelten nur in Kanälen mit Altersbeschränkung.
settings-about-strikes = Gezählt werden verschiedene Prompts, die innerhalb von 10 Minuten abgelehnt wurden.
settings-about-staff-channel = Dorthin gehen Token-Anfragen, Meldungen und Warnungen.
settings-about-gallery-channel = Dorthin kommen ausgewählte Bilder.
settings-about-language = Private Antworten bekommt jedes Mitglied in der eigenen Sprache.
settings-about-zone = Davon hängt ab, wann Budgets erneuert werden und wann ein Tag beginnt.

## Values.

settings-on = an
settings-off = aus
settings-none = keiner
settings-everywhere = überall
settings-everyone = alle
settings-usual-size = Übliche Größe ({ $size })
settings-bots-limit = das Limit des Bots
settings-no-limit = kein Limit
settings-no-cooldown = keine Wartezeit
settings-discords-language = wie der Server in Discord
settings-pictures =
    { $count ->
        [one] { $count } Bild
       *[other] { $count } Bilder
    }
settings-styles =
    { $count ->
        [one] { $count } Stil
       *[other] { $count } Stile
    }
settings-blocked-words =
    { $count ->
        [one] { $count } Eintrag
       *[other] { $count } Einträge
    }
settings-strikes =
    { $count ->
        [0] nie
        [one] { $count } abgelehnter Prompt
       *[other] { $count } abgelehnte Prompts
    }
settings-tolerance =
    { $kind ->
        [strictest] { $level } (am strengsten)
        [standard] { $level } (Standard)
        [loosest] { $level } (am lockersten)
       *[other] { $level }
    }
settings-spoilers-optional = Mitglieder entscheiden
settings-spoilers-outside-age-restricted = Immer, außer in Kanälen mit Altersbeschränkung
settings-spoilers-always = Immer
settings-span =
    { $unit ->
        [minutes] { $count } Min.
        [hours] { $count } Std.
       *[days]
            { $count ->
                [one] { $count } Tag
               *[other] { $count } Tage
            }
    }
settings-more =
    { $count ->
        [one] { $count } weiterer
       *[other] { $count } weitere
    }

## Buttons, menus and forms.

settings-default-private-label =
    { $on ->
        [true] Standardmäßig privat: an
       *[false] Standardmäßig privat: aus
    }
settings-refusals-to-staff-label =
    { $on ->
        [true] Abgelehnte Prompts im Team-Kanal: an
       *[false] Abgelehnte Prompts im Team-Kanal: aus
    }
settings-safety-checker-label =
    { $on ->
        [true] Sicherheitsprüfung: an
       *[false] Sicherheitsprüfung: aus in Kanälen mit Altersbeschränkung
    }
settings-add-style-label = Stil hinzufügen
settings-styles-placeholder = Wähle einen Stil, um ihn zu ändern
settings-everywhere-placeholder = Überall
settings-everyone-placeholder = Alle
settings-no-channel-placeholder = Kein Kanal
settings-edit-words-label = Gesperrte Wörter bearbeiten
settings-other-going-label = Andere Anzahl in Arbeit
settings-other-perday-label = Andere Anzahl pro Tag
settings-other-wait-label = Andere Wartezeit
settings-other-zone-label = Andere Zeitzone
settings-styles-text =
    { $count ->
        [0] Mitglieder können noch keinen wählen.
        [one] Mitglieder können 1 Stil wählen.
       *[other] Mitglieder können { $count } Stile wählen.
    }
settings-words-text =
    { $count ->
        [0] Es sind keine Wörter gesperrt.
        [one] 1 Wort oder Ausdruck ist gesperrt.
       *[other] { $count } Wörter und Ausdrücke sind gesperrt.
    }

settings-style-title = Stil
settings-style-name-field = Name
settings-style-text-field = Text um den Prompt herum
settings-style-placeholder = Schreib {"{"}prompt{"}"} an die Stelle, an die der Prompt kommt
settings-style-delete-placeholder = Behalte {"{"}prompt{"}"} darin. Leere beide Felder, um den Stil zu löschen
settings-words-title = Gesperrte Wörter
settings-words-field = Wörter und Ausdrücke ({ $number } von { $count })
settings-words-placeholder = Eins pro Zeile. * steht für beliebige Buchstaben, ? für einen
settings-going-title = Bilder in Arbeit
settings-going-field = Anzahl für jedes Mitglied
settings-perday-title = Bilder pro Tag
settings-perday-field = Anzahl für jedes Mitglied
settings-wait-title = Wartezeit
settings-wait-field = Zeit, etwa 90 s, 2 min oder 1 h 30 min
settings-number-placeholder = Lass es leer, damit es keine Grenze gibt.
settings-zone-title = Zeitzone
settings-zone-field = Zeitzone, etwa Europe/Berlin

## What was changed.

settings-changed = ✅ Geändert: { $changes }.
settings-unchanged = Das war schon so eingestellt. Es wurde nichts geändert.
settings-change = **{ $name }** von { $old } auf **{ $new }**
settings-channel-gone = ⚠️ Diesen Kanal gibt es nicht mehr.
settings-channel-closed = ⚠️ In #{ $channel } kann ich nicht schreiben. Erlaube mir dort „Kanal anzeigen“ und „Nachrichten senden“.
settings-audit-changed = hat { $changes } geändert

choice-kind-settings_changed = Geänderte Einstellungen

## What can go wrong.

error-no-such-style =
    { $has_name ->
        [true] Es gibt keinen Stil namens „{ $name }“. Wähle einen aus der Liste. Dir wurde nichts berechnet.
       *[false] Dieser Stil wurde gelöscht. Es wurde nichts geändert.
    }
error-invalid-style =
    { $flaw ->
        [name] Ein Stil braucht einen Namen mit höchstens { $limit } Zeichen. Es wurde nichts geändert.
        [length] Der Text eines Stils kann höchstens { $limit } Zeichen haben. Es wurde nichts geändert.
        [taken] Es gibt schon einen Stil namens „{ $name }“. Es wurde nichts geändert.
       *[place] Schreib {"{"}prompt{"}"} genau einmal in den Text des Stils, an die Stelle für den Prompt. Es wurde nichts geändert.
    }
error-too-many-styles = Ein Server kann { $limit } Stile haben. Lösch zuerst einen. Es wurde nichts geändert.
error-invalid-setting = „{ $value }“ ist hier kein gültiger Wert. Es wurde nichts geändert.
