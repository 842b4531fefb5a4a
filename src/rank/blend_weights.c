/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {0.489, 1.025, 0.000, 0.000, 0.000, 4.224, 1.361, 0.135, -0.859, 0.000, 0.000, 0.000, 1.469, -3.101},
    .pair = {0.478, 0.817, 0.000, 0.000, 0.000, 5.008, 1.427, 0.067, -1.105, 0.000, 0.000, 0.000, 1.309, -3.243},
    .power = 1.5,
    .early = 0,
    .stem_share = 0.4,
    .length_exponent = 0,
    .repeat = 0.3,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
    .full = 15,
};

const cr_blend_weights cr_blend_group = {
    .stem = {0.369, 0.579, 0.341, 0.342, 0.732, 0.882, -0.000, 0.040, -0.361, -0.063, 0.598, 0.000, 0.000, -3.690},
    .pair = {0.617, 0.641, 0.219, 0.048, 0.448, 3.225, 0.748, -0.006, -0.427, -1.434, 1.889, 0.510, 0.000, -4.591},
    .power = 1,
    .early = 1,
    .stem_share = 0.2,
    .length_exponent = 0.5,
    .repeat = 0.1,
    .first = 0.3,
    .question = 0.5,
    .quotation = 0.3,
    .full = 0,
};
