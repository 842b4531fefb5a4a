/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {0.5871, 0.8881, 0.0000, 0.0000, 0.0000, 4.4470, 1.5689, 0.0918, -0.6922, 0.0000, 0.0000, -2.0158},
    .pair = {0.5885, 0.6948, 0.0000, 0.0000, 0.0000, 5.1868, 1.6335, 0.0723, -0.9302, 0.0000, 0.0000, -2.3374},
    .power = 1.5,
    .stem_share = 0.4,
    .length_exponent = 0,
    .repeat = 0.3,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
};

const cr_blend_weights cr_blend_group = {
    .stem = {0.3681, 0.5769, 0.3451, 0.3390, 0.7263, 0.9339, 0.0019, 0.0447, -0.3558, -0.0651, 0.5963, -3.6984},
    .pair = {0.9894, 0.6431, 0.2015, 0.0346, 0.3221, 4.9254, 1.5148, -0.0131, -0.5813, -1.4729, 1.4417, -3.9375},
    .power = 1.5,
    .stem_share = 0.2,
    .length_exponent = 0.5,
    .repeat = 0.1,
    .first = 0.1,
    .question = 0.5,
    .quotation = 0.3,
};
