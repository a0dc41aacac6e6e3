"""The demo's pictures are drawn by the project, the same ones each time."""

from io import BytesIO

from PIL import Image

from broadsheet.project.demo.brush import mixed
from broadsheet.project.demo.scenes import SCENES, paint


def test_a_scene_is_a_large_jpeg_without_metadata():
    picture = Image.open(BytesIO(paint("rowing-lake")))

    assert picture.format == "JPEG"
    assert picture.size == (1600, 1067)
    assert not picture.getexif()


def test_a_scene_is_the_same_each_time():
    assert paint("rowing-lake") == paint("rowing-lake")


def test_there_are_enough_scenes_and_each_is_described():
    assert len(SCENES) >= 14
    assert len({scene.description for scene in SCENES.values()}) == len(SCENES)


def test_a_mixed_colour_lies_between_its_two():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#102030", "#ffffff", 0) == "#102030"
