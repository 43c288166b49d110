### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Tu presupuesto de imágenes en este servidor
command-budget-show =
    .description = Mira cuántas imágenes te quedan y cuándo se renueva tu presupuesto
command-budget-history =
    .description = Mira tus imágenes en este servidor y lo que costó cada una

budget-heading = **Tu presupuesto en este servidor**
budget-left =
    { $pictures ->
        [0] **No te alcanza para otra imagen** ({ amount-tokens })
        [one] **Te queda más o menos { $pictures } imagen** ({ amount-tokens })
        [many] **Te quedan unos { $pictures } de imágenes** ({ amount-tokens })
       *[other] **Te quedan unas { $pictures } imágenes** ({ amount-tokens })
    }
budget-unlimited = **Imágenes sin límite**
budget-frozen =
    ❄️ **El equipo de moderación ha bloqueado tu presupuesto.**{ $has_reason ->
        [true] { " " }Motivo: «{ $reason }».
       *[false] { "" }
    }{ $has_end ->
        [true] { " " }El bloqueo termina { $ends }.
       *[false] { "" }
    }
budget-used =
    { $allowance ->
        [one] { $used } de { $allowance } token gastado
        [many] { $used } de { $allowance } de tokens gastados
       *[other] { $used } de { $allowance } tokens gastados
    }
budget-used-without-limit =
    { $tokens ->
        [one] { $tokens } token gastado
        [many] { $tokens } de tokens gastados
       *[other] { $tokens } tokens gastados
    }
budget-reserved =
    { $tokens ->
        [one] { $tokens } token está reservado para imágenes en curso
        [many] { $tokens } de tokens están reservados para imágenes en curso
       *[other] { $tokens } tokens están reservados para imágenes en curso
    }
budget-resets = Se renueva { $resets } ({ $date })
budget-never-resets = No se renueva
budget-source =
    { $source ->
        [member] -# Presupuesto personalizado del equipo de moderación
        [server] -# Presupuesto predeterminado de este servidor
       *[operator] -# Presupuesto predeterminado de este bot
    }
budget-source-role = -# Presupuesto de { $role }
budget-rollover =
    { $tokens ->
        [one] -# Incluye { $tokens } token del periodo anterior
        [many] -# Incluye { $tokens } de tokens del periodo anterior
       *[other] -# Incluye { $tokens } tokens del periodo anterior
    }

budget-bonuses = **Tokens extra** (se gastan primero)
budget-bonus =
    { $amount ->
        [one] - Quedan **{ $left }** de { $amount } token
        [many] - Quedan **{ $left }** de { $amount } de tokens
       *[other] - Quedan **{ $left }** de { $amount } tokens
    }{ $held ->
        [0] { "" }
        [one] { " " }· { $held } reservado
        [many] { " " }· { $held } reservados
       *[other] { " " }· { $held } reservados
    }{ $has_expiry ->
        [true] { " " }· caduca { $expires }
       *[false] { "" }
    } · { $source ->
        [promise] por uno de tus roles
        [refund] reembolso
        [prize] premio
        [contest] del fondo de un concurso
       *[moderator] del equipo de moderación
    }{ $has_reason ->
        [true] { " " }(«{ $reason }»)
       *[false] { "" }
    }
budget-promise =
    - **{ $amount }** con tu próxima imagen, hasta el { $date } · por { $role }{ $has_reason ->
        [true] { " " }(«{ $reason }»)
       *[false] { "" }
    }
budget-more-bonuses =
    { $count ->
        [one] - y { $count } más
        [many] - y { $count } más
       *[other] - y { $count } más
    }

budget-history-heading = **Tus imágenes en este servidor**, las más nuevas primero
budget-history-empty = Todavía no has creado imágenes aquí. Prueba { COMMAND("imagine") }.
budget-history-end = No hay imágenes más antiguas.
budget-history-picture =
    - { $picture }
    { "  " }{ $is_refunded ->
        [true] ~~{ amount-tokens }~~ reembolsado { $refunded }
       *[false] **{ amount-tokens }**
    } · { $size } · { $delivered }{ $is_private ->
        [true] { " " }· privada
       *[false] { "" }
    }
budget-newest-label = Más nuevas
budget-older-label = Más antiguas
