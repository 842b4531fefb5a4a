/* Paired bootstrap: is one method better than another, or is it the choice of texts?
 *
 * Both methods were measured on the same n texts. The texts are drawn again, n of them with replacement, many
 * times; what the mean difference does over these resamples tells how far it can be trusted. The generator
 * (splitmix64) and its seed are fixed, and a resample depends on n alone: the same figures give the same
 * answer everywhere, and all methods measured on the same texts see the same resamples.
 *
 * B. Efron and R. Tibshirani (1993): An Introduction to the Bootstrap, chapter 13 (percentile intervals);
 * P. Koehn (2004): Statistical Significance Tests for Machine Translation Evaluation; G. Steele, D. Lea and
 * C. Flood (2014): Fast Splittable Pseudorandom Number Generators.
 */
#ifndef CR_MEASURE_BOOTSTRAP_H
#define CR_MEASURE_BOOTSTRAP_H

#include <stddef.h>

enum {
    CR_BOOTSTRAP_RESAMPLES = 2000,
    CR_BOOTSTRAP_LEAST = 5,  // with fewer texts the interval means nothing: resamples are too much alike
};

typedef struct cr_bootstrap {
    double difference;  // mean of a - b
    double low, high;   // 95 % interval of it
    double better;      // share of the resamples in which a is better than b; a tie counts half
} cr_bootstrap;

/* a and b are [n], text by text. Without texts all is 0. Time: n x CR_BOOTSTRAP_RESAMPLES. */
cr_bootstrap cr_bootstrap_compare(const double *a, const double *b, size_t n);

#endif
