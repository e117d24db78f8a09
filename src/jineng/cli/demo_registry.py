"""The demonstration's registry: people imported, tagged and listed, compared with other departments' lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jineng.cli.demo_queue import work_off_queue

if TYPE_CHECKING:
    from jineng.platform.identity.models import User


def fill_registry() -> None:
    """Lay out people, lists and comparisons as far as they are not there; safe to repeat and to interrupt."""
    from django.utils import timezone

    from jineng.journeys import demo_lists, demo_organisations, demo_people

    who = demo_people.Lan(
        officer=_user("lan-officer"),
        reviewer=_user("lan-reviewer"),
        clerk=_user("lan-township"),
        manager=_user("lan-school"),
    )
    shangdang = _user("shangdang-officer")
    typer.echo("正在装入两个县的演示人员…… Loading people of both counties…")
    at = timezone.now()
    demo_people.hand_in_lan(who=who, at=at)
    demo_people.hand_in_shangdang(officer=shangdang, at=at)
    demo_lists.hand_in_sets(officer=who.officer, at=at)
    work_off_queue()
    demo_people.confirm_rosters(actors=[who.officer, who.manager, who.clerk, shangdang], at=timezone.now())
    work_off_queue()
    at = timezone.now()
    demo_people.fill_in_records(who=who, at=at, learner=_learner())
    demo_organisations.ask_change(manager=who.manager, at=at)
    demo_lists.lay_out_lists(who=who, at=at)
    demo_lists.ask_comparison(officer=who.officer, at=at)
    work_off_queue()
    demo_lists.set_one_aside(officer=who.officer, at=timezone.now())


def _user(username: str) -> User:
    from jineng.platform.identity.queries import find_user

    user = find_user(username)
    if user is None:
        raise RuntimeError(f"expected the demo account {username}, which is opened first")
    return user


def _learner() -> User | None:
    from jineng.cli.demo_accounts import LEARNER_PHONE
    from jineng.platform.identity.queries import find_learner

    return find_learner(LEARNER_PHONE)
