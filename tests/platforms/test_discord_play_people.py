"""Who is who on Discord: accounts nobody knows, accounts linked by code, and circles others never hear of."""

from pathlib import Path

from discord_play import playing, said, words


async def test_an_account_that_is_nobodys_is_refused_with_the_way_to_link_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        refused = await play.click("zoe", card, "Consent")
        assert "not linked" in said(refused)
        assert refused.ephemeral
        assert "0 of 3" in words(play.card())


async def test_an_account_is_linked_by_code_once_its_owner_says_it_is_theirs(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "not linked" in said(await play.slash("zoe", "me inbox"))
        tried = await play.link("dee", "zoe")
        assert tried.ephemeral
        assert "inbox" in said(await play.slash("zoe", "me inbox")).lower()


async def test_a_private_circle_is_nowhere_for_those_outside_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose("ana", "care", title="A quarrel")
        assert [name for name in await play.type("ana", "proposal create", "circle") if "Care" in name]
        assert not [name for name in await play.type("cem", "proposal create", "circle") if "Care" in name]
        assert [name for name in await play.type("ben", "consent answer", "id") if "quarrel" in name]
        assert not [name for name in await play.type("cem", "consent answer", "id") if "quarrel" in name]
        assert not [name for name in await play.type("zoe", "proposal show", "id") if "quarrel" in name]
        there_is_none = await play.slash("cem", "proposal show", id="P-1")
        assert "no P-1" in said(there_is_none)
        assert "quarrel" not in "\n".join(map(words, play.messages(play.garden)))
