/* Figures in running text, in one form for all languages: amounts with their scale ("20 million", "20 Mio.", "2000万", "2 crore"),
 * whatever digits and separators they are written with (1,400; 1.400; 1 400; ١٬٤٠٠), and days ("10 March", "10. März", "3月10日").
 */
#ifndef CR_TEXT_FIGURES_H
#define CR_TEXT_FIGURES_H

#include "base/view.h"

enum { CR_FIGURE_KEY = 40 };

typedef enum cr_figure_kind {
    CR_FIGURE_NONE,
    CR_FIGURE_AMOUNT,
    CR_FIGURE_DAY,
} cr_figure_kind;

typedef struct cr_figure {
    cr_figure_kind kind;
    char key[CR_FIGURE_KEY];  // an amount in decimal ("20000000", "7.2"), or a day ("03-10")
    bool scaled;              // a word multiplies it
    size_t end;               // of what was read, in bytes
} cr_figure;

typedef struct cr_figures cr_figures;

/* The conventions of a language, from ICU. One thread at a time uses it. Free with cr_figures_free. */
cr_figures *cr_figures_new(const char *lang);
void cr_figures_free(cr_figures *figures);

/* Reads the figure whose first digit stands at text[at]; of what stands before it only text[from, at) is looked at. The text is valid UTF-8.
 * CR_FIGURE_NONE: no digit stands there. Amounts that are unclear (2,3,4) are their digits in a row. */
cr_figure cr_figures_read(const cr_figures *figures, cr_view text, size_t from, size_t at);

#endif
