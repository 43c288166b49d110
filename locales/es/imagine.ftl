### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Crea una imagen a partir de un prompt
    .option-prompt = Describe la imagen
    .name-width = ancho
    .option-width = Ancho en píxeles, de 512 a 2048 en pasos de 32 (1024 por defecto)
    .name-height = alto
    .option-height = Alto en píxeles, de 512 a 2048 en pasos de 32 (768 por defecto)
    .name-preset = tamaño
    .option-preset = Elige un tamaño predefinido (en vez de ancho y alto)
    .name-seed = semilla
    .option-seed = Con la misma semilla vuelves a obtener la misma imagen
    .name-style = estilo
    .option-style = Elige un estilo de este servidor
    .name-format = formato
    .option-count = Cuántas imágenes crear (1 si no dices nada)
    .option-format = Formato del archivo (PNG por defecto)
    .option-spoiler = Oculta la imagen tras un spoiler
    .name-private = privado
    .option-private = Solo tú ves la imagen

choice-preset-square_hd = Cuadrado, grande ({ $size })
choice-preset-square = Cuadrado, pequeño ({ $size })
choice-preset-portrait_4_3 = Vertical 3:4 ({ $size })
choice-preset-portrait_16_9 = Vertical 9:16 ({ $size })
choice-preset-landscape_4_3 = Horizontal 4:3 ({ $size })
choice-preset-landscape_16_9 = Horizontal 16:9 ({ $size })

choice-format-png = PNG – la mejor calidad, archivo más grande
choice-format-jpeg = JPEG – archivo pequeño
choice-format-webp = WebP – el archivo más pequeño

# A width or height while it's typed, as the size that would come of it.
choice-size = { $size } ({ amount-tokens })

## The card while a picture is made. The whole channel reads it.

imagine-queued = **En cola** · { $is_next ->
        [true] es la siguiente
       *[false] puesto { $place }
    } · pedida { $since }
imagine-queued-far = **En cola** · hay más de { $place } antes · pedida { $since }
imagine-queued-busy = **En cola** · { $is_next ->
        [true] es la siguiente
       *[false] puesto { $place }
    } · el servicio de imágenes está limitando las peticiones, así que puede tardar más
imagine-queued-unavailable = **En cola** · no se pueden crear imágenes hasta que el dueño del bot lo arregle.{ $has_probe ->
        [true] { " " }Lo comprobaré de nuevo { $probe }.
       *[false] { "" }
    }
imagine-in-progress = **En curso** · empezó { $since }{ $has_usual ->
        [true] { " " }· suele tardar unos { $usual } s
       *[false] { "" }
    }
imagine-takes-long = Esto está tardando. Publicaré la imagen en un mensaje nuevo.
imagine-cancel-label = Cancelar

## The card with the picture.

imagine-facts = { $size } · semilla { $seed } · { $time }
imagine-converted = guardada en { $format } para no pasar del límite de Discord
imagine-for-member = Para **{ $name }**
imagine-hidden = Una imagen tras un spoiler
# Only in private.
imagine-cost =
    { $has_left ->
        [true] Esta imagen costó { $cost }. Te quedan { $left }.
       *[false] Esta imagen costó { $cost }.
    }

## When there's no picture.

# Under the reason: what it was about.
imagine-request = { COMMAND("imagine") } · { $prompt }
imagine-missed = No pude avisarte de esto antes.
imagine-missed-request = «{ $prompt }», pedida { $asked }
