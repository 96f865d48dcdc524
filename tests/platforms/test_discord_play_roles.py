"""Members who come from a role on Discord, and leaving the server: at the start, on every change, and while away."""

from pathlib import Path

from discord_play import asked, labels, playing, said, words


async def test_a_role_makes_somebody_a_member_and_taking_it_ends_that(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        assert play.members() == ["Ana", "Ben"]
        await play.give("zoe")
        assert play.members() == ["Ana", "Ben", "zoe"]
        card = await play.propose("zoe")
        assert "0 of 3" in words(card)
        await play.click("zoe", card, "Consent")
        assert "1 of 3" in words(play.card())
        await play.take("zoe")
        assert play.members() == ["Ana", "Ben"]
        assert "0 of 2" in words(play.card())
        assert "waiting for a sponsor" in words(play.card())
        refused = await play.click("zoe", play.card(), "Consent")
        assert "electors of Garden" in said(refused)


async def test_somebody_the_config_knows_is_themselves_and_keeps_what_the_config_gives(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("cem")
        await play.give("ana")
        assert play.members() == ["Ana", "Ben", "Cem"]
        await play.take("ana")
        await play.take("cem")
        assert play.members() == ["Ana", "Ben"]
        assert play.recorded("people").count("person.joined") == 4


async def test_whoever_joins_during_a_round_answers_from_the_next_version_on(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        card = await play.propose("ana")
        await play.give("zoe")
        refused = await play.click("zoe", card, "Consent")
        assert "fixed before you took your seat" in said(refused)
        opened = await play.click("ana", card, "Amend")
        await play.submit("ana", opened, text=f"{asked(opened)['text']['value']}, early")
        assert "0 of 3" in words(play.card())


async def test_what_changed_while_the_program_was_down_is_seen_when_it_is_back(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("zoe")
        await play.give("cem")
        with play.unheard():
            play.env.backend.remove_member_role(play.guild.id, play.zoe.id, play.role.id)
            play.guild.remove_member(play.cem)
            play.guild.add_member(play.env.create_user("yan"), roles=[play.role])
        assert play.members() == ["Ana", "Ben", "zoe", "Cem"]
        await play.restart()
        assert play.members() == ["Ana", "Ben", "yan"]
        before = play.recorded("people", "circles")
        await play.restart()
        assert play.recorded("people", "circles") == before


async def test_what_changed_while_the_server_could_not_be_reached_is_seen_afterwards(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("zoe")
        await play.outage(
            lambda: play.guild.remove_member(play.zoe),
            lambda: play.env.backend.add_member_role(play.guild.id, play.cem.id, play.role.id),
        )
        assert play.members() == ["Ana", "Ben", "Cem"]


async def test_what_could_not_be_recorded_is_recorded_soon(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        play.busy(2)
        await play.give("zoe")
        assert play.members() == ["Ana", "Ben"]
        await play.pass_time(minutes=1)
        assert play.members() == ["Ana", "Ben", "zoe"]


async def test_a_role_that_is_deleted_is_nobodys(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("zoe")
        play.env.backend.delete_role(play.guild.id, play.role.id)
        await play.env.settle()
        assert play.members() == ["Ana", "Ben"]


async def test_a_role_nobody_ever_saw_is_a_mistake_and_nobody_leaves_for_it(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("zoe")
        play.apply(play.written.replace(str(play.role.id), str(play.role.id + 1)))
        await play.restart()
        assert play.members() == ["Ana", "Ben", "zoe"]
        play.apply(play.written.replace(f', discord_role: "{play.role.id}"', ""))
        assert play.members() == ["Ana", "Ben"]


async def test_other_names_and_other_roles_are_not_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        other = play.guild.create_role("Painters")
        await play.come("yan", play.role, name="Yan of the plots")
        before = play.recorded("people", "circles")
        play.env.backend.edit_member(play.guild.id, play.people["yan"].id, {"nick": "Yan the Second"})
        await play.env.settle()
        await play.give("yan", other)
        await play.give("zoe", other)
        assert play.recorded("people", "circles") == before
        assert play.members() == ["Ana", "Ben", "Yan of the plots"]


async def test_who_came_by_a_role_and_links_is_one_person(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("zoe")
        card = await play.propose("ana")
        await play.click("zoe", card, "Consent")
        assert "1 of 3" in words(play.card())
        tried = await play.link("dee", "zoe")
        assert "Almost done" in said(tried)
        assert play.members() == ["Ana", "Ben", "Dee"]
        assert "0 of 2" in words(play.card())
        assert "fixed before you took your seat" in said(await play.click("zoe", play.card(), "Consent"))
        before = play.recorded("people", "circles")
        await play.restart()
        assert play.recorded("people", "circles") == before
        await play.take("zoe")
        assert play.members() == ["Ana", "Ben"]


async def test_leaving_the_server_ends_membership_where_the_config_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path, leaving="ends-membership") as play:
        card = await play.propose("ana")
        await play.click("cem", card, "Consent")
        await play.leave("cem")
        assert play.members() == ["Ana", "Ben"]
        assert "0 of 2" in words(play.card())
        await play.come("cem")
        assert play.members() == ["Ana", "Ben"]
        assert play.recorded("people")[-3:] == ["server.entered", "server.left", "server.entered"]


async def test_leaving_the_server_while_the_program_is_down_is_leaving_it_too(tmp_path: Path) -> None:
    async with playing(tmp_path, leaving="ends-membership") as play:
        with play.unheard():
            play.guild.remove_member(play.ben)
        await play.restart()
        assert play.members() == ["Ana", "Cem"]
        assert play.members("care") == ["Ana"]


async def test_leaving_the_server_means_nothing_where_the_config_does_not_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        await play.give("cem")
        await play.leave("ben")
        await play.leave("cem")
        assert play.members() == ["Ana", "Ben"]
        await play.come("cem", play.role)
        assert play.members() == ["Ana", "Ben", "Cem"]
        assert "server.left" not in play.recorded("people")


async def test_nothing_is_heard_of_people_where_no_config_needs_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert not play.bot.client.intents.members
        await play.give("zoe")
        assert play.members() == ["Ana", "Ben", "Cem"]
        assert not [one.path for one in play.env.http_requests if one.path.endswith("/members")]
        assert labels(await play.propose())
