"""Who may change what the bot does in a server. Discord's own hiding of commands can be undone by a server."""

import discord


def is_manager(interaction: discord.Interaction) -> bool:
    """Whether who gave the command may manage the server."""
    may = interaction.permissions
    return interaction.guild_id is not None and (may.administrator or may.manage_guild)
