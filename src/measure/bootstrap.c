#include "measure/bootstrap.h"

#include "base/memory.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { TAIL = CR_BOOTSTRAP_RESAMPLES / 40 };  // resamples below the interval, and as many above

static const uint64_t SEED = 20170801;
static const double TIE = 1e-12;  // differences of equal sums added in another order

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* A number below n, each as likely as the others: what would favour the small ones is drawn again. */
static size_t random_below(uint64_t *state, size_t n)
{
    uint64_t bound = UINT64_MAX - UINT64_MAX % n, drawn;
    do
        drawn = next_random(state);
    while (drawn >= bound);
    return (size_t)(drawn % n);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

cr_bootstrap cr_bootstrap_compare(const double *a, const double *b, size_t n)
{
    cr_bootstrap result = {0};
    if (n == 0)
        return result;
    double *difference = cr_allocate(n, sizeof *difference);
    double *mean = cr_allocate(CR_BOOTSTRAP_RESAMPLES, sizeof *mean);
    uint64_t state = SEED;
    for (size_t i = 0; i < n; i++) {
        difference[i] = a[i] - b[i];
        result.difference += difference[i];
    }
    result.difference /= (double)n;
    for (size_t k = 0; k < CR_BOOTSTRAP_RESAMPLES; k++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += difference[random_below(&state, n)];
        mean[k] = sum / (double)n;
        result.better += fabs(mean[k]) <= TIE ? 0.5 : mean[k] > 0;
    }
    result.better /= CR_BOOTSTRAP_RESAMPLES;
    qsort(mean, CR_BOOTSTRAP_RESAMPLES, sizeof *mean, compare_numbers);
    result.low = mean[TAIL];
    result.high = mean[CR_BOOTSTRAP_RESAMPLES - 1 - TAIL];
    free(difference);
    free(mean);
    return result;
}
