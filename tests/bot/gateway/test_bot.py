"""What the bot is allowed, and what it asks for."""

from bot.gateway.bot import PERMISSIONS, invite_url


def test_the_invitation_asks_for_six_permissions_and_no_more() -> None:
    assert {name for name, is_on in PERMISSIONS if is_on} == {
        "read_messages", "send_messages", "send_messages_in_threads", "create_public_threads", "embed_links",
        "read_message_history",
    }  # fmt: skip
    assert invite_url(1000) == (
        "https://discord.com/oauth2/authorize?client_id=1000&scope=bot+applications.commands&permissions=309237730304"
    )
