/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {0.5733, 0.3368, 0.6247, 0.4640, -0.2712, 5.4548, 0.4161, 0.0696, -0.7080, 0.0000, 0.0000, -2.0008},
    .pair = {0.6674, -0.0072, 0.5963, 0.3134, 0.2601, 6.5409, -0.1090, 0.0280, -0.8867, 0.0000, 0.0000, -2.5449},
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
    .power = 1.5,
    .stem_share = 0.2,
    .length_exponent = 0.5,
    .repeat = 0.1,
    .first = 0.1,
    .question = 0.5,
    .quotation = 0.3,
};
