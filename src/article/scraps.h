/* Scraps: sentences that are no prose though the line they stand in is: "By . Daily Post .", "Updated: 09:53, 12 January",
 * "Scroll down for video." Feeds and scrapers run them into the text. */
#ifndef CR_ARTICLE_SCRAPS_H
#define CR_ARTICLE_SCRAPS_H

#include "article/document.h"
#include "base/buf.h"
#include "text/date.h"
#include "text/rules.h"

/* Adds to the flags of the sentences. dates are of the document's language; scratch is cleared. Linear. */
void cr_scraps_mark(const cr_document *document, const cr_rules *rules, cr_date_reader *dates, cr_sentence *sentences,
                    cr_buf *scratch);

#endif
