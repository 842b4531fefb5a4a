/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {0.5758, 0.3428, 0.6687, 0.4590, -0.2610, 5.4671, 0.3832, 0.0719, -0.7026, 0.0000, 0.0000, -2.0065},
    .pair = {0.6631, 0.0033, 0.6368, 0.3059, 0.2791, 6.5423, -0.1531, 0.0284, -0.8800, 0.0000, 0.0000, -2.5435},
    .power = 1.5,
    .stem_share = 0.4,
    .length_exponent = 0.1,
    .repeat = 0.3,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
};

const cr_blend_weights cr_blend_group = {
    .stem = {0.3568, 0.5727, 0.3302, 0.3608, 0.7327, 0.8777, 0.0012, 0.0492, -0.2855, -0.0696, 0.5932, -3.7651},
    .pair = {0.9746, 0.6456, 0.1874, 0.0486, 0.3366, 4.9432, 1.4418, -0.0120, -0.5419, -1.4692, 1.4458, -3.9751},
    .power = 1,
    .stem_share = 0.2,
    .length_exponent = 0.4,
    .repeat = 0.1,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
};
