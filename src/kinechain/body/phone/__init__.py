"""One phone's film: the body fitted to the keypoints of a camera whose place and direction are not known.

What is sought is the least cost, half a squared number of standard deviations (`problem`, `place`): of each
pass

      1/2 sum_tk  w_tk |picture(x_k(q_t, s), camera) + scale b_tk - y_tk|^2 / sd_k^2   sightings (`problem`)
    + 1/2 sum_ir  v_ir e_ir(soles)^2                                                   footing (`footing`)
    + 1/2 (m - level)' A (m - level)                                                   smoothness (`spline`)
    + 1/2 sum_if  beyond_if^2                                                          ranges of the joints

and once, of what passes share or have of their own,

    + 1/2 (u - mean)' B (u - mean)                                                     prior (`unknowns`)

y are the pixels of keypoint k in frame t, x where the body has it, b its slow error, w how far the sighting
is believed (`observation.belief`); m the motion, q_t its coordinates in frame t, u the unknowns, of which s
is the shape; A and B informations, inverse covariances.

Letters for how many there are of a thing, as shapes of arrays have them:

    T  frames of a pass                       I  intervals between its knots
    N  coefficients of its splines: I + 3     M  unknowns of its motion at one of them: F + 2 K
    F  coordinates that move                  C  coordinates that are held over a film
    Q  all coordinates of the chain           K  keypoints of the detector
    E  constant shifts of keypoints           P  parameters of the body's size
    S  the shape: P + 3 E                     G  unknowns: of a pass (`Layout.of_pass`), or all of them
    H  unknowns that all keypoints share      R  errors of the feet in an interval, or right-hand sides

Names:

    task      a pass, what is believed of its sightings, and all that does not change while it is fitted
    trial     a task with one motion and one set of unknowns: what they cost, and which way that falls
    place     a trial of every pass, with the unknowns of all: where the search is
    model     the quadratic model of a pass's cost about a trial, as blocks, ties and a curvature
    assembly  how a trial becomes a model, error by error
    metric    the models of all passes, factored: it turns a slope into a step, and into draws
"""
