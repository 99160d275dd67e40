"""`Stage`: pictures of one figure in one scene, drawn by OpenGL, in software where there is no graphics card.

The only part of the room that needs a graphics library: ``moderngl`` and EGL (on Debian the packages libegl1,
libgl1 and libgl1-mesa-dri).
"""

import os
from dataclasses import replace
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.rendering.camera import Camera
from kinechain.rendering.figure import Figure, Mesh
from kinechain.rendering.material import Material, Pattern
from kinechain.rendering.pattern import SIZE, pattern_picture
from kinechain.rendering.rig import Floats, Pose
from kinechain.rendering.scene import Light, Scene

if TYPE_CHECKING:
    import moderngl

Picture = NDArray[np.uint8]

SAMPLES = 4  # a pixel's, against jagged edges
SHADOW_PIXELS = 1024
# The shadow reaches this far (m) from the middle of the figure.
SHADOW_REACH = 2.2
PATTERN_UNIT, SHADOW_UNIT = 0, 1
INSTALL = (
    "drawing people needs moderngl and EGL: pip install 'kinechain[rendering]', and on Debian or Ubuntu "
    "apt-get install libegl1 libgl1 libgl1-mesa-dri"
)


def can_draw() -> bool:
    """Whether pictures can be drawn on this machine."""
    try:
        _context().release()
    except InputError:
        return False
    return True


def _context() -> "moderngl.Context":
    # Without a screen Mesa draws only where it is told that there is none.
    os.environ.setdefault("EGL_PLATFORM", "surfaceless")
    try:
        import moderngl

        # The library's types want every setting to be a dictionary.
        settings: dict[str, Any] = {"backend": "egl"}
        return moderngl.create_context(standalone=True, **settings)
    except Exception as error:
        raise InputError(INSTALL) from error


class Stage:
    """A figure in a scene, and a camera's picture of them; a context manager that frees what it holds.

    Raises `InputError` where nothing can be drawn.
    """

    def __init__(self, figure: Figure, scene: Scene, size: tuple[int, int]) -> None:
        self._figure, self._light, self._size = figure, scene.light, size
        self._gl = _context()
        self._surface = self._program("surface")
        self._shadow = self._program("shadow")
        self._patterns: dict[Pattern, moderngl.Texture] = {}
        self._canvas = self._gl.framebuffer(
            [self._gl.renderbuffer(size, 3, samples=SAMPLES)],
            self._gl.depth_renderbuffer(size, samples=SAMPLES),
        )
        self._flat = self._gl.framebuffer([self._gl.renderbuffer(size, 3)])
        self._depth = self._gl.depth_texture((SHADOW_PIXELS, SHADOW_PIXELS))
        self._depth.compare_func = "<="
        self._depth_canvas = self._gl.framebuffer(depth_attachment=self._depth)
        self._person = _Drawn(self._gl, (self._surface, self._shadow), figure.rest)
        self._place = _Drawn(self._gl, (self._surface, self._shadow), scene.mesh)
        self._set_light(scene.light)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free what the graphics library holds."""
        self._gl.release()

    def picture(self, pose: Pose, camera: Camera) -> Picture:
        """The figure in a pose in the scene as the camera sees it, (height, width, 3), rows from above."""
        if (camera.width, camera.height) != self._size:
            raise ValueError(f"the stage draws {self._size}, the camera {camera.width} x {camera.height}")
        mesh = self._figure.posed(pose)
        self._person.move(mesh)
        self._cast_shadow(mesh)
        _uniform(self._surface, "camera").write(camera.clip_matrix().T.astype("f4").tobytes())
        self._set("eye", tuple(camera.place))
        self._canvas.use()
        self._canvas.clear(*_background(self._light))
        self._gl.enable(self._gl.DEPTH_TEST)
        self._depth.use(SHADOW_UNIT)
        for drawn in (self._person, self._place):
            self._draw(drawn)
        self._gl.copy_framebuffer(self._flat, self._canvas)
        pixels = np.frombuffer(self._flat.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(camera.height, camera.width, 3)[::-1]

    def _draw(self, drawn: "_Drawn") -> None:
        for part in drawn.mesh.parts:
            self._set_material(part.material)
            drawn.visible.render(vertices=3 * part.count, first=3 * part.first)

    def _set_material(self, material: Material) -> None:
        self._set("colour", material.colour)
        self._set("gloss", material.gloss)
        self._set("glow", material.glow)
        self._pattern(material.pattern).use(PATTERN_UNIT)

    def _pattern(self, pattern: Pattern) -> "moderngl.Texture":
        if pattern not in self._patterns:
            texture = self._gl.texture((SIZE, SIZE), 3, pattern_picture(pattern).tobytes())
            texture.build_mipmaps()
            self._patterns[pattern] = texture
        return self._patterns[pattern]

    def _cast_shadow(self, mesh: Mesh) -> None:
        matrix = _from_light(self._light, mesh.vertices[:: max(1, len(mesh.vertices) // 500)].mean(axis=0))
        _uniform(self._surface, "to_shadow").write(matrix.T.astype("f4").tobytes())
        _uniform(self._shadow, "to_shadow").write(matrix.T.astype("f4").tobytes())
        self._depth_canvas.use()
        self._depth_canvas.clear(depth=1.0)
        self._gl.enable(self._gl.DEPTH_TEST)
        self._person.solid.render()

    def _set_light(self, light: Light) -> None:
        self._set("pattern", PATTERN_UNIT)
        self._set("shadow", SHADOW_UNIT)
        self._set("towards_light", tuple(light.direction))
        self._set("light", light.colour)
        self._set("from_above", light.above)
        self._set("from_below", light.below)
        self._set("exposure", light.exposure)

    def _set(self, name: str, value: float | tuple[float, ...]) -> None:
        _uniform(self._surface, name).value = value

    def _program(self, name: str) -> "moderngl.Program":
        shaders = files("kinechain.rendering") / "shaders"
        return self._gl.program(
            vertex_shader=(shaders / f"{name}.vert").read_text(),
            fragment_shader=(shaders / f"{name}.frag").read_text(),
        )


def _uniform(program: "moderngl.Program", name: str) -> "moderngl.Uniform":
    import moderngl

    member = program[name]
    assert isinstance(member, moderngl.Uniform)
    return member


class _Drawn:
    """A mesh in the graphics library's memory."""

    def __init__(
        self, gl: "moderngl.Context", programs: "tuple[moderngl.Program, moderngl.Program]", mesh: Mesh
    ) -> None:
        self.mesh = mesh
        self._moving = gl.buffer(_moving(mesh), dynamic=True)
        still = np.concatenate([mesh.texture, mesh.tint, mesh.inside[:, None]], axis=1)
        fixed = gl.buffer(still.astype("f4").tobytes())
        faces = gl.buffer(mesh.faces.astype("i4").tobytes())
        inputs = [
            (self._moving, "3f 3f", "vertex", "normal"),
            (fixed, "2f 3f 1f", "texture_at", "tint", "inside"),
        ]
        surface, shadow = programs
        self.visible = gl.vertex_array(surface, inputs, faces)
        self.solid = gl.vertex_array(shadow, [(self._moving, "3f 12x", "vertex")], faces)

    def move(self, mesh: Mesh) -> None:
        """The same mesh at another time."""
        self.mesh = replace(self.mesh, vertices=mesh.vertices, normals=mesh.normals)
        self._moving.write(_moving(mesh))


def _moving(mesh: Mesh) -> bytes:
    return np.concatenate([mesh.vertices, mesh.normals], axis=1).astype("f4").tobytes()


def _from_light(light: Light, middle: Floats) -> Floats:
    """From the scene to the shadow map about the figure's middle, (4, 4)."""
    ahead = -light.direction
    right = np.cross(ahead, [0.0, 0.0, 1.0] if abs(ahead[2]) < 0.95 else [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    matrix = np.eye(4)
    # The floor that a low sun's shadow falls on is further off than the figure.
    matrix[:3, :3] = np.stack([right, np.cross(right, ahead), ahead * 0.5]) / SHADOW_REACH
    matrix[:3, 3] = -matrix[:3, :3] @ middle
    return matrix


def _background(light: Light) -> tuple[float, float, float]:
    return light.above
