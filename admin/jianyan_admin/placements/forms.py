"""The form of a placement: as it is shown, as it comes back, and what may be wrong with it."""

import math

import msgspec

from jianyan.campaigns import NewPlacement, PlacementDetail, PlacementKind, PlacementState
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.sheets import text_of

_LENGTHS = {"name": 120, "line": 120, "side": 60, "material": 40}
_BOUNDS = {
    "lat": (90, N_("A latitude is a number from -90 to 90.")),
    "lon": (180, N_("A longitude is a number from -180 to 180.")),
}


class PlacementForm(msgspec.Struct, frozen=True, kw_only=True):
    """A placement as it was typed."""

    kind: str = PlacementKind.PLACE.value
    name: str = ""
    line: str = ""
    side: str = ""
    material: str = ""
    lat: str = ""
    lon: str = ""
    state: str = PlacementState.PLANNED.value
    campaign: str = ""
    """Id of the campaign that a new one is added to."""


def placement_form_of(placement: PlacementDetail) -> PlacementForm:
    """Give the form in which this placement would have been typed."""
    return PlacementForm(
        kind=placement.kind.value,
        name=placement.name,
        line=placement.line,
        side=placement.side,
        material=placement.material,
        lat="" if placement.lat is None else str(placement.lat),
        lon="" if placement.lon is None else str(placement.lon),
        state=placement.state.value,
        campaign=str(placement.campaign_id),
    )


def sent_placement_form(fields: Fields) -> PlacementForm:
    """Give the form as it came back, without what nobody can see."""
    typed = {name: one(fields, name) for name in PlacementForm.__struct_fields__ if name in fields}
    return PlacementForm(**{name: " ".join(text_of(value)[0].split()) for name, value in typed.items()})


def checked_placement(form: PlacementForm) -> NewPlacement:
    """Give the placement that a form describes.

    Raises:
        InvalidFields: values are missing, too long, no numbers, or not among the choices.
    """
    problems = _problems_of_texts(form)
    degrees = {name: _degrees(form, name, problems) for name in _BOUNDS}
    if not problems and (degrees["lat"] is None) != (degrees["lon"] is None):
        missing = "lat" if degrees["lat"] is None else "lon"
        problems.append(Invalid(N_("A position has a latitude and a longitude."), field=missing))
    for name, choices in (("kind", list(PlacementKind)), ("state", list(PlacementState))):
        if getattr(form, name) not in [choice.value for choice in choices]:
            problems.append(Invalid(N_("Please choose one of these."), field=name))
    if problems:
        raise InvalidFields(problems)
    return NewPlacement(
        kind=PlacementKind(form.kind),
        name=form.name,
        line=form.line,
        side=form.side,
        material=form.material,
        state=PlacementState(form.state),
        lat=degrees["lat"],
        lon=degrees["lon"],
    )


def in_state(placement: PlacementDetail, state: PlacementState) -> NewPlacement:
    """Give what is known about a placement, in another state."""
    return NewPlacement(
        kind=placement.kind,
        name=placement.name,
        line=placement.line,
        side=placement.side,
        material=placement.material,
        lat=placement.lat,
        lon=placement.lon,
        state=state,
    )


def _problems_of_texts(form: PlacementForm) -> list[Refusal]:
    problems: list[Refusal] = []
    if not form.name:
        problems.append(Invalid(N_("Please name the place, as people on the spot know it."), field="name"))
    for name, most in _LENGTHS.items():
        over = len(getattr(form, name)) - most
        if over > 0:
            sentence = N_("This is %(over)s characters too long; at most %(most)s fit.")
            problems.append(Invalid(sentence, field=name, over=over, most=most))
    return problems


def _degrees(form: PlacementForm, name: str, problems: list[Refusal]) -> float | None:
    typed = getattr(form, name)
    if not typed:
        return None
    most, sentence = _BOUNDS[name]
    try:
        degrees = float(typed)
    except ValueError:
        degrees = math.nan
    if -most <= degrees <= most:
        return degrees
    problems.append(Invalid(sentence, field=name))
    return None
