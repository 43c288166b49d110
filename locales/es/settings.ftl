### /settings: what moderators decide about pictures on their server.

command-settings =
    .description = Decide quién puede crear imágenes en este servidor, dónde y cómo

settings-heading = ## ⚙️ Ajustes
settings-pictures-intro = **Imágenes**. Los valores por defecto de las opciones y los estilos que pueden elegir.
settings-access-intro = **Acceso**. Quién puede crear imágenes, dónde y cuántas.
settings-safety-intro = **Seguridad**. Lo que no se permite y qué pasa entonces.
settings-channels-intro = **Canales**. Dónde escribo para el equipo de moderación y adónde van las mejores imágenes.
settings-language-intro = **Idioma**. El idioma que uso en los canales y la zona horaria del servidor.

settings-pictures-label = Imágenes
settings-access-label = Acceso
settings-safety-label = Seguridad
settings-channels-label = Canales
settings-language-label = Idioma
settings-undo-label = Deshacer

## Names of the settings, in headings, in the audit log and after a change.

settings-name-channel-ids = Canales para imágenes
settings-name-role-ids = Roles que pueden crear imágenes
settings-name-default-preset = Tamaño por defecto
settings-name-default-format = Formato por defecto
settings-name-default-private = Privado por defecto
settings-name-most-count = Imágenes por petición
settings-name-most-in-progress = Imágenes en curso por miembro
settings-name-most-per-day = Imágenes por miembro y día
settings-name-cooldown-seconds = Tiempo de espera
settings-name-styles = Estilos
settings-name-spoilers = Spoilers
settings-name-blocked-words = Palabras bloqueadas
settings-name-tolerance = Tolerancia de seguridad
settings-name-safety-checker = Filtro de seguridad
settings-name-refusals-to-staff = Prompts rechazados en el canal del equipo
settings-name-strikes = Pausa tras prompts rechazados
settings-name-pause-minutes = Duración de una pausa
settings-name-gallery-channel-id = Canal de la galería
settings-name-staff-channel-id = Canal del equipo
settings-name-language = Idioma
settings-name-zone = Zona horaria

## Notes below a name.

settings-about-most-per-day = Las imágenes fallidas no cuentan. El día empieza a medianoche en la zona horaria del servidor.
settings-about-cooldown-seconds = Lo que espera un miembro entre dos imágenes.
settings-about-tolerance = Del 1 (el más estricto) al 6. Los niveles por encima del 2 solo valen en canales con restricción de edad.
settings-about-strikes = Cuenta los prompts distintos rechazados en 10 minutos.
settings-about-staff-channel = Ahí llegan las peticiones de tokens, los reportes y los avisos.
settings-about-gallery-channel = Ahí van las imágenes destacadas.
settings-about-language = Cada miembro lee las respuestas privadas en su propio idioma.
settings-about-zone = Decide cuándo se renuevan los presupuestos y cuándo empieza un día.

## Values.

settings-on = sí
settings-off = no
settings-none = ninguno
settings-everywhere = en todas partes
settings-everyone = todo el mundo
settings-usual-size = Estándar ({ $size })
settings-bots-limit = el límite del bot
settings-no-limit = sin límite
settings-no-cooldown = sin espera
settings-discords-language = el del servidor en Discord
settings-pictures =
    { $count ->
        [one] { $count } imagen
        [many] { $count } de imágenes
       *[other] { $count } imágenes
    }
settings-styles =
    { $count ->
        [one] { $count } estilo
        [many] { $count } de estilos
       *[other] { $count } estilos
    }
settings-blocked-words =
    { $count ->
        [one] { $count } entrada
        [many] { $count } de entradas
       *[other] { $count } entradas
    }
settings-strikes =
    { $count ->
        [0] nunca
        [one] { $count } prompt rechazado
        [many] { $count } de prompts rechazados
       *[other] { $count } prompts rechazados
    }
settings-tolerance =
    { $kind ->
        [strictest] { $level } (el más estricto)
        [standard] { $level } (estándar)
        [loosest] { $level } (el más permisivo)
       *[other] { $level }
    }
settings-spoilers-optional = Eligen los miembros
settings-spoilers-outside-age-restricted = Siempre, salvo en canales con restricción de edad
settings-spoilers-always = Siempre
settings-span =
    { $unit ->
        [minutes] { $count } min
        [hours] { $count } h
       *[days]
            { $count ->
                [one] { $count } día
                [many] { $count } de días
               *[other] { $count } días
            }
    }
settings-more =
    { $count ->
        [one] { $count } más
        [many] { $count } más
       *[other] { $count } más
    }

## Buttons, menus and forms.

settings-default-private-label =
    { $on ->
        [true] Privado por defecto: sí
       *[false] Privado por defecto: no
    }
settings-refusals-to-staff-label =
    { $on ->
        [true] Prompts rechazados en el canal del equipo: sí
       *[false] Prompts rechazados en el canal del equipo: no
    }
settings-safety-checker-label =
    { $on ->
        [true] Filtro de seguridad: sí
       *[false] Filtro de seguridad: no en canales con restricción de edad
    }
settings-add-style-label = Añadir un estilo
settings-styles-placeholder = Elige un estilo para cambiarlo
settings-everywhere-placeholder = En todas partes
settings-everyone-placeholder = Todo el mundo
settings-no-channel-placeholder = Ningún canal
settings-edit-words-label = Editar palabras bloqueadas
settings-other-going-label = Otro número en curso
settings-other-perday-label = Otro número por día
settings-other-wait-label = Otra espera
settings-other-zone-label = Otra zona horaria
settings-styles-text =
    { $count ->
        [0] Los miembros aún no pueden elegir ninguno.
        [one] Los miembros pueden elegir 1 estilo.
        [many] Los miembros pueden elegir { $count } de estilos.
       *[other] Los miembros pueden elegir { $count } estilos.
    }
settings-words-text =
    { $count ->
        [0] No hay palabras bloqueadas.
        [one] Hay 1 palabra o expresión bloqueada.
        [many] Hay { $count } de palabras y expresiones bloqueadas.
       *[other] Hay { $count } palabras y expresiones bloqueadas.
    }

settings-style-title = Estilo
settings-style-name-field = Nombre
settings-style-text-field = Texto alrededor del prompt
settings-style-placeholder = Escribe {"{"}prompt{"}"} donde va el prompt del miembro
settings-style-delete-placeholder = Deja {"{"}prompt{"}"} en el texto. Vacía ambos campos para borrar el estilo
settings-words-title = Palabras bloqueadas
settings-words-field = Palabras y expresiones ({ $number } de { $count })
settings-words-placeholder = Una por línea. * vale por cualquier letra y ? por una sola
settings-going-title = Imágenes en curso
settings-going-field = Número para cada miembro
settings-perday-title = Imágenes por día
settings-perday-field = Número para cada miembro
settings-wait-title = Espera
settings-wait-field = Tiempo, como 90 s, 2 min o 1 h 30 min
settings-number-placeholder = Déjalo vacío para que no haya límite.
settings-zone-title = Zona horaria
settings-zone-field = Zona horaria, como Europe/Madrid

## What was changed.

settings-changed = ✅ Has cambiado { $changes }.
settings-unchanged = Ya estaba configurado así. No se ha cambiado nada.
settings-change = **{ $name }** de { $old } a **{ $new }**
settings-channel-gone = ⚠️ Ese canal ya no existe.
settings-channel-closed = ⚠️ No puedo escribir en #{ $channel }. Dame ahí los permisos «Ver canal» y «Enviar mensajes».
settings-audit-changed = cambió { $changes }

choice-kind-settings_changed = Cambios de ajustes

## What can go wrong.

error-no-such-style =
    { $has_name ->
        [true] No hay ningún estilo llamado «{ $name }». Elige uno de la lista. No se te ha cobrado nada.
       *[false] Ese estilo se ha borrado. No se ha cambiado nada.
    }
error-invalid-style =
    { $flaw ->
        [name] Un estilo necesita un nombre de { $limit } caracteres como máximo. No se ha cambiado nada.
        [length] El texto de un estilo puede tener { $limit } caracteres como máximo. No se ha cambiado nada.
        [taken] Ya hay un estilo llamado «{ $name }». No se ha cambiado nada.
       *[place] Escribe {"{"}prompt{"}"} una sola vez en el texto del estilo, donde va el prompt del miembro. No se ha cambiado nada.
    }
error-too-many-styles = Un servidor puede tener { $limit } estilos. Borra uno antes. No se ha cambiado nada.
error-invalid-setting = «{ $value }» no es un valor válido aquí. No se ha cambiado nada.
