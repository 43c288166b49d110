### Amounts and names that every feature uses.

amount-tokens =
    { $tokens ->
        [one] { $tokens } token
        [many] { $tokens } de tokens
       *[other] { $tokens } tokens
    }
amount-pictures =
    { $pictures ->
        [one] { $pictures } imagen
        [many] { $pictures } de imágenes
       *[other] { $pictures } imágenes
    }
# For example "unas 15 imágenes (945.000 tokens)".
amount-worth =
    { $pictures ->
        [0] ninguna imagen
        [one] más o menos { $pictures } imagen
        [many] unos { $pictures } de imágenes
       *[other] unas { $pictures } imágenes
    } ({ amount-tokens })
amount-worth-less-than-one = menos de 1 imagen ({ amount-tokens })
amount-unlimited = sin límite
amount-dollars = { NUMBER($dollars, minimumFractionDigits: 2) } $

duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
size-mebibytes = { $size } MiB
size-kibibytes = { $size } KiB

deleted-member = un miembro que borró sus datos
deleted-prompt = una imagen

## Options that several commands share. Names are what members type, in lower case and without spaces.

-option-reason = Motivo (aparece en el registro de auditoría)
-option-member = Miembro (también alguien que ya se fue)
-option-amount = Cantidad de tokens, p. ej. 250k o 1.5m
-name-reason = motivo
-name-member = miembro
-name-amount = cantidad
-name-role = rol
-name-allowance = asignación
-name-expires = caduca
