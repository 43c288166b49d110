### /privacy: getting and deleting what Easel stores about a member.

command-privacy =
    .description = What this bot stores about you
command-privacy-export =
    .description = Download everything this bot stores about you
command-privacy-erase =
    .description = Delete my data
