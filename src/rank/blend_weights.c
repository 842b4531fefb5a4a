/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */
#include "rank/blend.h"

const cr_blend_weights cr_blend_article = {
    .stem = {0.6095, 0.2995, 0.6458, 0.4579, -0.2405, 5.4156, 0.4412, 0.0721, -0.7010, 0.0000, 0.0000, -2.0243},
    .pair = {0.7123, -0.0471, 0.6249, 0.2947, 0.3356, 6.5096, -0.1415, 0.0330, -0.8756, 0.0000, 0.0000, -2.5790},
    .power = 1.5,
    .stem_share = 0.4,
    .length_exponent = 0.1,
    .repeat = 0.3,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
};

const cr_blend_weights cr_blend_group = {
    .stem = {0.4880, 0.6637, 0.2753, -0.3655, 0.7036, 0.7076, 1.2964, 0.0652, -0.3273, -0.1679, 0.4342, -3.6906},
    .pair = {1.1115, 0.6838, 0.0510, -0.6021, 0.4879, 4.6533, 2.5203, -0.0021, -0.5837, -1.6150, 1.5387, -4.0050},
    .power = 1,
    .stem_share = 0.2,
    .length_exponent = 0.4,
    .repeat = 0.1,
    .first = 0.2,
    .question = 0.5,
    .quotation = 0.3,
};
