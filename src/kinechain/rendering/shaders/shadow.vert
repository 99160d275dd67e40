#version 330
// How far from the light each point is.

uniform mat4 to_shadow;

in vec3 vertex;

void main() {
    gl_Position = to_shadow * vec4(vertex, 1.0);
}
