#version 330
// One lamp or sun with a shadow, light from all around, a gloss, a glow; then the film's curve.

uniform sampler2D pattern;
uniform sampler2DShadow shadow;
uniform vec3 colour;
uniform float gloss;
uniform float glow;
uniform vec3 towards_light;
uniform vec3 light;
uniform vec3 from_above;
uniform vec3 from_below;
uniform vec3 eye;
uniform float exposure;

in vec3 place;
in vec3 facing;
in vec2 pattern_at;
in vec3 tinted;
in float within;
in vec3 in_shadow;

out vec4 picture;

const float SHININESS = 24.0;

float lit() {
    if (any(lessThan(in_shadow, vec3(0.0))) || any(greaterThan(in_shadow, vec3(1.0)))) return 1.0;
    vec2 step = 1.0 / vec2(textureSize(shadow, 0));
    float sum = 0.0;
    for (int i = 0; i < 4; i++)
        sum += texture(shadow, in_shadow + vec3((vec2(i % 2, i / 2) * 2.0 - 1.0) * step, -0.002));
    return sum / 4.0;
}

void main() {
    if (within < 0.0) discard;
    vec3 upright = normalize(facing);
    if (!gl_FrontFacing) upright = -upright;
    // The pattern holds the middle grey of 128 where it leaves the colour as it is.
    vec3 own = colour * tinted * texture(pattern, pattern_at).rgb * (255.0 / 128.0);
    float straight = max(dot(upright, towards_light), 0.0);
    float reached = straight > 0.0 ? lit() : 0.0;
    vec3 around = mix(from_below, from_above, 0.5 + 0.5 * upright.z);
    vec3 mirrored = vec3(0.0);
    if (gloss > 0.0 && reached > 0.0) {
        vec3 halfway = normalize(normalize(eye - place) + towards_light);
        mirrored = gloss * light * reached * pow(max(dot(upright, halfway), 0.0), SHININESS);
    }
    vec3 seen = exposure * (own * (around + light * straight * reached + glow) + mirrored);
    // Highlights roll off as on film.
    picture = vec4(pow(clamp(seen / (1.0 + 0.15 * seen), 0.0, 1.0), vec3(1.0 / 2.2)), 1.0);
}
