#include "base/nearest.h"

#include <stddef.h>
#include <string.h>

enum { MAX_NAME = 64 };

/* Letters that must be changed, dropped, added or swapped with a neighbour (Damerau-Levenshtein, adjacent swaps). */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][MAX_NAME + 1];
    size_t n = strlen(a), m = strlen(b);
    if (n > MAX_NAME || m > MAX_NAME)
        return MAX_NAME;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *above_that = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && above_that[j - 2] + 1 < best)
                best = above_that[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *cr_nearest(const char *name, const char *const *names)
{
    const char *nearest = NULL;
    size_t best = 3, size = strlen(name);
    for (; *names; names++) {
        size_t d = distance(name, *names);
        if (d < best && d < size) {
            best = d;
            nearest = *names;
        }
    }
    return nearest;
}
