"""The demo's pictures by name: who paints each, and what it shows to readers who cannot see."""

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.project.demo import indoors, landscapes, seascapes, towns
from broadsheet.project.demo.brush import Canvas


@dataclass(frozen=True)
class Scene:
    """How to paint one picture, and its description."""

    draw: Callable[[Canvas], None]
    description: str


SCENES = {
    "harbour-dawn": Scene(
        seascapes.harbour_dawn, "Quay cranes and a cargo ship against a red sunrise over a bay."
    ),
    "sails-at-noon": Scene(
        seascapes.sails_at_noon, "Sailing boats on a blue bay under white clouds."
    ),
    "lighthouse-night": Scene(
        seascapes.lighthouse_night, "A lighthouse throws its beam across a starry night."
    ),
    "sea-turbines": Scene(seascapes.sea_turbines, "Rows of wind turbines standing in a pale sea."),
    "mountain-pass": Scene(
        landscapes.mountain_pass, "Ranges of blue mountains fading into morning mist."
    ),
    "dunes": Scene(landscapes.dunes, "Camels walk along the crest of a dune in a low sun."),
    "solar-fields": Scene(
        landscapes.solar_fields, "Rows of solar panels on dry ground under a bright sky."
    ),
    "olive-terraces": Scene(
        landscapes.olive_terraces, "Olive trees on terraced hills behind dry stone walls."
    ),
    "observatory": Scene(
        landscapes.observatory, "Two observatory domes on a hill under a sky full of stars."
    ),
    "storm": Scene(landscapes.storm, "Lightning strikes a dark sea in heavy rain."),
    "viaduct": Scene(
        landscapes.viaduct, "A red train crosses a long viaduct in the light of the evening."
    ),
    "old-town": Scene(towns.old_town, "Houses of an old town crowd up a hill at sunset."),
    "container-quay": Scene(
        towns.container_quay, "Coloured containers stacked on a quay below two portal cranes."
    ),
    "stadium": Scene(towns.stadium, "A football pitch under floodlights, the stands full."),
    "rowing-lake": Scene(towns.rowing_lake, "Six racing eights in their lanes, seen from above."),
    "night-tram": Scene(towns.night_tram, "A lit tram comes down a street of lamps at night."),
    "reef": Scene(indoors.reef, "Corals and small yellow fish in blue water, light from above."),
    "market-board": Scene(
        indoors.market_board, "A price chart with a yellow line climbing over green and red bars."
    ),
    "stage": Scene(indoors.stage, "An empty chair in a spotlight on a stage with a red curtain."),
    "bookshelves": Scene(indoors.bookshelves, "Old books on long wooden shelves in warm light."),
    "festival-lanterns": Scene(
        indoors.festival_lanterns, "Coloured lanterns on strings above a crowd at night."
    ),
}


def paint(name: str) -> bytes:
    """The scene as a JPEG of 1600 by 1067 pixels, the same bytes each time."""
    canvas = Canvas(name)
    SCENES[name].draw(canvas)
    return canvas.jpeg()
