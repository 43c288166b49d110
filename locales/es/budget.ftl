### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Tu presupuesto de imágenes en este servidor
command-budget-show =
    .description = Mira cuántas imágenes te quedan y cuándo se renueva tu presupuesto
command-budget-history =
    .description = Mira tus imágenes en este servidor y lo que costó cada una
