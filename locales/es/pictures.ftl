### Lo que sigue a una imagen: botones y formularios, /edit, /history, /help y la galería.

command-edit =
    .description = Cambia imágenes con un texto
    .option-prompt = Describe qué quieres cambiar
    .option-image1 = La imagen que quieres cambiar
    .option-image2 = Una segunda imagen
    .option-image3 = Una tercera imagen
    .option-width = Ancho en píxeles, 512–2048 de 32 en 32 (si no, como la imagen)
    .option-height = Alto en píxeles, 512–2048 de 32 en 32 (si no, como la imagen)
    .option-preset = Elige un tamaño ya definido (sin ancho ni alto)
    .option-seed = Repite una semilla para obtener la misma imagen
    .option-count = Cuántas imágenes crear (1 si no dices nada)
    .name-style = estilo
    .option-style = Elige un estilo de este servidor
    .option-format = Formato de archivo (PNG si no dices nada)
    .option-spoiler = Oculta la imagen tras un spoiler
    .option-private = Solo tú ves el resultado
command-history =
    .description = Encuentra otra vez tus imágenes
    .option-words = Solo imágenes con estas palabras en la descripción
    .option-everywhere = Muestra también imágenes de otros servidores
command-help =
    .description = Qué puede hacer Easel y cómo

menu-edit-this-image = Editar esta imagen
menu-details = Detalles

## Debajo de una imagen y de una petición que falló.

picture-reroll-label = Otra vez
picture-remix-label = Variar
picture-edit-label = Editar
picture-details-label = Detalles
picture-delete-label = Eliminar
picture-show-label = Mostrar en el canal
picture-retry-label = Reintentar
picture-retry-named-label = Reintentar: «{ $prompt }»
picture-remix-named-label = Variar «{ $prompt }»
picture-other-images-label = Elegir otra imagen
picture-cancel-label = Cancelar «{ $prompt }»
picture-promote-label = A la galería
picture-remove-label = Retirar
picture-hide-label = Borrar del historial
picture-down-label = Quitar de la galería

picture-made-from =
    { $kind ->
        [reroll] Repetición de { $has_link ->
            [true] [esta imagen]({ $link })
           *[false] otra imagen
        }
        [edit] Edición de { $has_link ->
            [true] [esta imagen]({ $link })
           *[false] otra imagen
        }
       *[remix] Hecha a partir de { $has_link ->
            [true] [esta imagen]({ $link })
           *[false] otra imagen
        }
    }
picture-welcome =
    ¡Hola! Aquí tienes { $left }{ $has_renewal ->
        [true] { " " }hasta el { $renews }
       *[false] { "" }
    }. { COMMAND("budget show") } muestra lo que te queda y { COMMAND("help") }, qué puedes hacer con una imagen.

## Formularios.

picture-remix-title = Variar
picture-prompt-field = Descripción
picture-size-field = Tamaño
picture-seed-field = Semilla (vacía para una nueva)
picture-seed-placeholder = Al azar
picture-edit-title = Editar esta imagen
picture-edit-field = ¿Qué quieres cambiar?
picture-edit-placeholder = Que sea de noche, con luz en las ventanas
picture-images-field = Imágenes (hasta 3)
picture-which-field = Imagen
picture-option = Imagen { $number } (semilla { $seed })
picture-delete-title =
    { $count ->
        [one] ¿Eliminar esta imagen?
        [many] ¿Eliminar imágenes?
       *[other] ¿Eliminar imágenes?
    }
picture-delete-question =
    { $count ->
        [one] El mensaje se elimina para todos. Los tokens que costó no se devuelven.
        [many] Las imágenes elegidas se eliminan para todos. Los tokens que costaron no se devuelven.
       *[other] Las imágenes elegidas se eliminan para todos. Los tokens que costaron no se devuelven.
    }
picture-deleted =
    { $count ->
        [one] La imagen se eliminó.
        [many] Se eliminaron { $count } imágenes.
       *[other] Se eliminaron { $count } imágenes.
    }
picture-remove-title = ¿Retirar esta imagen?
picture-remove-question = La imagen se elimina para todos y el motivo queda en el registro. «{ $prompt }»
picture-reason-field = Motivo
picture-refund-field = Reembolsar al miembro
picture-removed =
    { $count ->
        [one] La imagen se retiró.
        [many] Se retiraron { $count } imágenes.
       *[other] Se retiraron { $count } imágenes.
    }{ $refunded ->
        [0] { "" }
        [one] { " " }El miembro recuperó los tokens.
        [many] { " " }El miembro recuperó los tokens de { $refunded } imágenes.
       *[other] { " " }El miembro recuperó los tokens de { $refunded } imágenes.
    }
picture-hidden = La imagen ya no está en tu historial. Su mensaje sigue donde estaba.
picture-promoted = La imagen ya está [en la galería]({ $link }).
picture-promoted-yours = { $by } puso tu imagen [en la galería]({ $link }). Puedes quitarla cuando quieras.
picture-taken-down = La imagen ya no está en la galería.

## Detalles.

details-heading = Detalles
details-prompt-attached = La descripción está en el archivo de abajo.
details-maker = De { $member }, { $at }
details-request =
    { $size } · semilla { $seed } · { $model }{ $inputs ->
        [0] { "" }
        [one] { " " }· editada a partir de { $inputs } imagen
        [many] { " " }· editada a partir de { $inputs } imágenes
       *[other] { " " }· editada a partir de { $inputs } imágenes
    }
details-took = Tardó { $time }
details-by-ai = Hecha por una IA. También lo dicen los metadatos del archivo.
details-message = [Ir a la imagen]({ $link })
details-cost =
    { $refunded ->
        [true] Costó { $cost }, reembolsado
       *[false] Costó { $cost }
    }
details-left =
    { $maker ->
        [true] Te quedan { $left }.
       *[false] Al miembro le quedan { $left }.
    }
details-provider-id =
    { $has_id ->
        [true] ID en el servicio de imágenes: { $id } (petición { $request })
       *[false] Petición { $request } en el servicio de imágenes
    }

## /history

history-heading =
    { $everywhere ->
        [true] **Tus imágenes en todos los servidores**
       *[false] **Tus imágenes en este servidor**
    }{ $has_words ->
        [true] { " " }con «{ $words }»
       *[false] { "" }
    }
history-empty =
    { $searched ->
        [true] No se encontraron imágenes.
       *[false] Aquí aún no has hecho imágenes. Empieza con { COMMAND("imagine") }.
    }
history-line =
    { $size } · { $at }{ $private ->
        [true] { " " }· privada
       *[false] { "" }
    }{ $has_link ->
        [true] { " " }· [ir a ella]({ $link })
       *[false] { "" }
    }
history-newest-label = Más recientes
history-older-label = Anteriores
history-search-label = Buscar
history-scope-label =
    { $everywhere ->
        [true] Solo este servidor
       *[false] Todos los servidores
    }
history-search-title = Busca en tus imágenes
history-words-field = Palabras de la descripción
history-pick-placeholder = Ver los detalles de una imagen

## /help

help-create = **Crea una imagen**
    { COMMAND("imagine") } crea una imagen a partir de una descripción. { COMMAND("edit") } cambia una que adjuntes. Para cambiar una imagen de un mensaje, haz clic derecho en él y elige Aplicaciones > Editar esta imagen.
help-follow = **Sigue desde una imagen**
    «Otra vez» la repite con una semilla nueva. «Variar» te deja cambiar descripción, tamaño y semilla. «Editar» cambia la propia imagen. Cada una cuesta lo mismo que una imagen nueva. Solo pagas por las imágenes que recibes.
help-budget = **Tu presupuesto**
    { COMMAND("budget show") } muestra cuántas imágenes te quedan. Con { COMMAND("history") } encuentras tus imágenes.
help-private = **Tus datos**
    { COMMAND("privacy export") } te da todo lo que guardo sobre ti y { COMMAND("privacy erase") } lo borra.

## El registro de auditoría.

choice-kind-picture_removed = Imágenes retiradas
choice-kind-picture_promoted = Imágenes puestas en la galería
choice-kind-picture_taken_down = Imágenes quitadas de la galería
picture-audit-removed = retiró la imagen { $picture } de { $member }
picture-audit-promoted = puso la imagen { $picture } de { $member } en la galería
picture-audit-taken-down = quitó la imagen { $picture } de la galería
