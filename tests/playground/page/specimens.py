"""What the specimen bot can show besides pictures: every layout and every kind of form field."""

import io

import discord
from PIL import Image

UI = discord.ui


def picture(width: int, height: int, name: str = "picture.png") -> discord.File:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(buffer, "PNG")
    buffer.seek(0)
    return discord.File(buffer, name)


class Showcase(UI.LayoutView):
    """Sections with both accessories, a gallery, a file, a separator, and selects of members and channels."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        thumbnail: UI.Thumbnail[Showcase] = UI.Thumbnail("attachment://one.png", description="The first")
        away: UI.Button[Showcase] = UI.Button(label="Rules", url="https://example.com/rules")
        gallery = UI.MediaGallery[Showcase](
            discord.MediaGalleryItem("attachment://one.png", description="The first"),
            discord.MediaGalleryItem("attachment://two.png", description="The second"),
        )
        self.add_item(UI.TextDisplay("## A showcase"))
        self.add_item(
            UI.Container(
                UI.Section("Beside a picture", accessory=thumbnail),
                UI.Separator(spacing=discord.SeparatorSpacing.large),
                UI.Section("Beside a link", accessory=away),
                gallery,
                UI.File("attachment://table.csv"),
                UI.ActionRow(Members()),
                UI.ActionRow(Channels()),
                UI.ActionRow(Roles()),
                UI.ActionRow(Anybody()),
                accent_colour=0xE8AC3D,
            )
        )

    @staticmethod
    def files() -> list[discord.File]:
        table = discord.File(io.BytesIO(b"a,b\n1,2\n"), "table.csv")
        return [picture(600, 400, "one.png"), picture(400, 600, "two.png"), table]


class Members(UI.UserSelect[Showcase]):
    def __init__(self) -> None:
        super().__init__(placeholder="Who", min_values=1, max_values=3, custom_id="members")

    async def callback(self, interaction: discord.Interaction) -> None:
        names = ", ".join(sorted(value.display_name for value in self.values))
        await interaction.response.send_message(f"Chosen: {names}", ephemeral=True)


class Channels(UI.ChannelSelect[Showcase]):
    def __init__(self) -> None:
        super().__init__(placeholder="Where", custom_id="channels")

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Chosen: {self.values[0].name}", ephemeral=True)


class Roles(UI.RoleSelect[Showcase]):
    def __init__(self) -> None:
        super().__init__(placeholder="Which role", custom_id="roles")

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"Chosen: {self.values[0].name}", ephemeral=True)


class Anybody(UI.MentionableSelect[Showcase]):
    def __init__(self) -> None:
        super().__init__(placeholder="Anybody", min_values=2, max_values=2, custom_id="anybody")

    async def callback(self, interaction: discord.Interaction) -> None:
        names = ", ".join(sorted(value.name for value in self.values))
        await interaction.response.send_message(f"Chosen: {names}", ephemeral=True)


class Assign(UI.Modal, title="Assign"):
    """Every kind of menu, each in a label."""

    winner: UI.Label = UI.Label(text="Winner", component=UI.UserSelect(max_values=2))
    role: UI.Label = UI.Label(text="Role", component=UI.RoleSelect(required=False))
    place: UI.Label = UI.Label(
        text="Place", description="Where it happens", component=UI.ChannelSelect(required=False)
    )
    anybody: UI.Label = UI.Label(text="Anybody", component=UI.MentionableSelect(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = []
        for label in (self.winner, self.role, self.place, self.anybody):
            menu = label.component
            assert isinstance(menu, UI.UserSelect | UI.RoleSelect | UI.ChannelSelect | UI.MentionableSelect)
            chosen.append(" and ".join(sorted(value.name for value in menu.values)) or "nothing")
        await interaction.response.send_message(f"Assigned: {', '.join(chosen)}")


class Survey(UI.Modal, title="A survey"):
    """One of every kind of field that isn't a text or a select."""

    words = UI.TextDisplay["Survey"]("Answer **all** of it.")
    size: UI.Label = UI.Label(
        text="Size",
        component=UI.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Small", value="s"),
                discord.RadioGroupOption(label="Large", value="l", description="Costs more"),
            ]
        ),
    )
    colours: UI.Label = UI.Label(
        text="Colours",
        component=UI.CheckboxGroup(
            options=[
                discord.CheckboxGroupOption(label=name, value=name) for name in ("red", "green", "blue")
            ],
            max_values=2,
        ),
    )
    agreed: UI.Label = UI.Label(text="Agreed", component=UI.Checkbox())
    proof: UI.Label = UI.Label(text="Proof", component=UI.FileUpload(required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        size, colours, agreed, proof = (
            label.component for label in (self.size, self.colours, self.agreed, self.proof)
        )
        assert isinstance(size, UI.RadioGroup)
        assert isinstance(colours, UI.CheckboxGroup)
        assert isinstance(agreed, UI.Checkbox)
        assert isinstance(proof, UI.FileUpload)
        files = ", ".join(file.filename for file in proof.values)
        await interaction.response.send_message(f"{size.value} {colours.values} {agreed.value} {files}")
