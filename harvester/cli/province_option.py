"""`--province`: a name of the day or of today, and a line that says which was taken."""

from __future__ import annotations

from collections.abc import Iterable

import click

from harvester.cli.terminal import write
from harvester.places.provinces import ProvinceChoice, check_province, choose_province, matches_province
from harvester.portals import Portal

province_option = click.option(
    "--province",
    metavar="NAME",
    help="Portals of this province, of the day or of today, with or without diacritics: 'ha tinh'.",
)


def tell_province(name: str) -> ProvinceChoice | None:
    """Return what a name was taken for, and say it on standard error where it is not just that name."""
    choice = choose_province(name)
    if choice is not None and choice.told != name:
        write(f"province: {choice.told}", err=True)
    return choice


def filter_province(portals: Iterable[Portal], name: str | None) -> list[Portal]:
    """Return the portals of a province of the day or of today; all where none is named."""
    if name is None:
        return list(portals)
    choice = tell_province(name)
    return [portal for portal in portals if matches_province(choice, name, portal.province)]


def tell_no_portal(province: str | None) -> str:
    """Return "no portal fits", with what is wrong with the province's name where there is no such province."""
    problem = None if province is None else check_province(province)
    return "no portal fits" if problem is None else f"no portal fits: {problem}"
