/* Made by tests/bench/fit.py from the development articles; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {1.1438, -0.1296, 0.6969, -0.0056, -0.0615, 5.3291, 1.7046, 0.1546, -0.8441, 0.0000, 0.0000, -2.5433},
    .pair = {0.8854, -0.2695, 0.7815, -0.2924, 0.4133, 6.1236, 1.2220, 0.0665, -1.0140, 0.0000, 0.0000, -2.8532},
    .power = 1.5,
    .stem_share = 0.1,
    .length_exponent = 0.2,
    .repeat = 0.2,
    .first = 0.25,
    .question = 0.5,
    .quotation = 0.2,
};

const cr_blend_weights cr_blend_group = {
    .stem = {1.0029, 0.1751, -0.2347, 0.3495, 1.1949, 0.4510, 0.4747, 0.1592, -0.3506, -0.2377, 0.7323, -4.2337},
    .pair = {1.2383, 0.0658, -0.6673, 0.4981, 1.4833, 2.5715, -0.0647, 0.0099, -0.5618, -0.3186, 1.0183, -4.8079},
    .power = 2,
    .stem_share = 0.1,
    .length_exponent = 0.3,
    .repeat = 0,
    .first = 0.3,
    .question = 0.5,
    .quotation = 0.3,
};
