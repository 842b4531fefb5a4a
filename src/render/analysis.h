/* What the analyser saw in an article: as JSON, or as text for people. */
#ifndef CR_RENDER_ANALYSIS_H
#define CR_RENDER_ANALYSIS_H

#include "article/document.h"
#include "base/buf.h"
#include "entity/mention.h"
#include "lexicon/entities.h"

/* What the analyser worked with, and what the matcher found. */
typedef struct cr_analysis_means {
    const char *lexicon;   // tag of the lexicon, or "none"
    const char *stemming;  // "snowball", "rules" or "none"
    const cr_entities *entities;
    cr_mentions mentions;
} cr_analysis_means;

/* Appends one JSON object, without a line end. With details: the means, what each
 * sentence is, what the mentioned are called, and the terms. */
void cr_render_analysis_json(const cr_document *document, const cr_analysis_means *means, bool with_details,
                             cr_buf *out);

/* Appends text, ended by an empty line. */
void cr_render_analysis_text(const cr_document *document, const cr_analysis_means *means, cr_buf *out);

#endif
