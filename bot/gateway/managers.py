"""Who may change what the bot does in a server. Discord's own hiding of commands can be undone by a server."""

import discord


def is_manager(interaction: discord.Interaction) -> bool:
    """Whether who gave the command may manage the server."""
    if interaction.guild_id is None:
        return False
    may, owner_id = interaction.permissions, interaction.guild.owner_id if interaction.guild else None
    return may.administrator or may.manage_guild or interaction.user.id == owner_id
