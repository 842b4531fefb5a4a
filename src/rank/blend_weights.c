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
    .stem = {0.3692, 0.5775, 0.3410, 0.3403, 0.7275, 0.9238, 0.0027, 0.0445, -0.3604, -0.0648, 0.5982, -3.6929},
    .pair = {0.9900, 0.6437, 0.1994, 0.0328, 0.3246, 4.9244, 1.5177, -0.0133, -0.5853, -1.4730, 1.4424, -3.9342},
    .power = 1.5,
    .stem_share = 0.2,
    .length_exponent = 0.5,
    .repeat = 0.1,
    .first = 0.1,
    .question = 0.5,
    .quotation = 0.3,
};
