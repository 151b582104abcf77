"""The menu has words for every command, in every language."""

from bot.telegram.menu import menu


def test_the_menu_speaks_english_first_and_fits() -> None:
    described = menu()
    assert next(iter(described)) == "en"
    assert "es" in described
    for commands in described.values():
        assert list(commands) == ["status", "help", "stop"]
        assert all(1 <= len(words) <= 256 for words in commands.values())
