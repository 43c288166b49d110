### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = Lo que este bot guarda sobre ti
command-privacy-export =
    .description = Descarga todo lo que este bot guarda sobre ti
command-privacy-erase =
    .description = Borrar mis datos

privacy-exported =
    Esto es todo lo que guardo sobre ti, de todos los servidores, en un archivo JSON. Las horas están en milisegundos desde 1970 y las cantidades en tokens. Con { COMMAND("privacy erase") } borras tus datos.{ $is_packed ->
        [true] { " " }El archivo está comprimido con gzip para que quepa.
       *[false] { "" }
    }
privacy-too-large = Tus datos ocupan demasiado para publicarlos aquí. Pídeselos al dueño del bot.
privacy-question =
    { "" }**¿Borrar tus datos en todos los servidores?** No se puede deshacer.
    { "" }**Se borra ahora:** tus prompts, tu nombre, los enlaces a tus imágenes, sus ID en el servicio de imágenes y las notas del equipo de moderación sobre ti.
    { "" }**Se conserva sin tu nombre:** las cantidades de tokens, para que las cuentas sigan cuadrando. Un número al azar sustituye tu ID.
    { "" }**Se conserva hasta que caduque,** para que borrar datos no renueve un presupuesto: lo que gastaste en este periodo, los tokens extra sin usar y los ajustes del equipo de moderación para ti, como un bloqueo con su motivo.
    { "" }**Se conserva 12 meses:** lo que hiciste como moderador, con tu ID.
    { "" }**Fuera de mi alcance:** los mensajes en canales, que el equipo de moderación puede borrar, y el registro del propio servicio de imágenes, que no contiene tu nombre.
privacy-erase-label = Borrar mis datos
privacy-erased =
    { "" }**Tus datos se han borrado.** { $pictures ->
        [0] No había imágenes.
        [one] Ya no están el prompt ni el enlace de { $pictures } imagen, ni tu nombre.
        [many] Ya no están los prompts ni los enlaces de { $pictures } de imágenes, ni tu nombre.
       *[other] Ya no están los prompts ni los enlaces de { $pictures } imágenes, ni tu nombre.
    } { $stays ->
        [true] Lo que gastaste en este periodo, los tokens extra sin usar y los ajustes del equipo de moderación para ti se conservan hasta que caduquen. Lo que hiciste como moderador se conserva 12 meses.
       *[false] Ya no se guarda nada con tu ID.
    }
