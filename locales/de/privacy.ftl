### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = Was dieser Bot über dich speichert
command-privacy-export =
    .description = Lade alles herunter, was dieser Bot über dich speichert
command-privacy-erase =
    .description = Meine Daten löschen
