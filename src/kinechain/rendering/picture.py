"""One picture of a person, as an exercise's description wants it."""

from kinechain.rendering.camera import Camera
from kinechain.rendering.figure import Figure
from kinechain.rendering.rig import Pose
from kinechain.rendering.scene import Scene
from kinechain.rendering.stage import Picture, Stage


def render_picture(figure: Figure, pose: Pose, camera: Camera, scene: Scene) -> Picture:
    """The figure in a pose in a scene, (height, width, 3), rows from above.

    For more than one picture keep a `Stage`. Raises `InputError` where nothing can be drawn.
    """
    with Stage(figure, scene, (camera.width, camera.height)) as stage:
        return stage.picture(pose, camera)
