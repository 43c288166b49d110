### /imagine: the command, the cards that follow it, and their buttons.

command-imagine =
    .description = Crea una imagen a partir de un texto
    .option-prompt = Describe la imagen
    .name-width = ancho
    .option-width = Ancho en píxeles, de 512 a 2048 en pasos de 32 (1024 por defecto)
    .name-height = alto
    .option-height = Alto en píxeles, de 512 a 2048 en pasos de 32 (768 por defecto)
    .name-preset = tamaño
    .option-preset = Elige un tamaño predefinido (en vez de ancho y alto)
    .name-seed = semilla
    .option-seed = Con la misma semilla vuelves a obtener la misma imagen
    .name-format = formato
    .option-format = Formato del archivo (PNG por defecto)
    .option-spoiler = Oculta la imagen tras un spoiler
    .name-private = privado
    .option-private = Solo tú ves el resultado

choice-preset-square_hd = Cuadrado, grande ({ $size })
choice-preset-square = Cuadrado, pequeño ({ $size })
choice-preset-portrait_4_3 = Vertical 3:4 ({ $size })
choice-preset-portrait_16_9 = Vertical 9:16 ({ $size })
choice-preset-landscape_4_3 = Horizontal 4:3 ({ $size })
choice-preset-landscape_16_9 = Horizontal 16:9 ({ $size })

choice-format-png = PNG – la mejor calidad, archivo más grande
choice-format-jpeg = JPEG – archivo pequeño
choice-format-webp = WebP – el archivo más pequeño
