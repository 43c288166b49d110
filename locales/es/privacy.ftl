### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = Lo que este bot guarda sobre ti
command-privacy-export =
    .description = Descarga todo lo que este bot guarda sobre ti
command-privacy-erase =
    .description = Borrar mis datos
