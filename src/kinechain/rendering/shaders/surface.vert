#version 330
// A point of a surface, lit later; see surface.frag.

uniform mat4 camera;
uniform mat4 to_shadow;

in vec3 vertex;
in vec3 normal;
in vec2 texture_at;
in vec3 tint;
in float inside;

out vec3 place;
out vec3 facing;
out vec2 pattern_at;
out vec3 tinted;
out float within;
out vec3 in_shadow;

// Metres by which the place looked up in the shadow map is lifted off the surface, against its own shadow.
const float LIFT = 0.012;

void main() {
    gl_Position = camera * vec4(vertex, 1.0);
    place = vertex;
    facing = normal;
    pattern_at = texture_at;
    tinted = tint;
    within = inside;
    in_shadow = (to_shadow * vec4(vertex + normal * LIFT, 1.0)).xyz * 0.5 + 0.5;
}
