/* Editions read back from their JSON (docs/digest.md): of a digest, a company page, or several of these. */
#ifndef CR_DIGEST_MANIFEST_H
#define CR_DIGEST_MANIFEST_H

#include "base/arena.h"
#include "base/error.h"
#include "digest/edition.h"

typedef struct cr_manifest {
    const cr_edition *editions;  // [n_editions] a quotation's source, a headline's and a report's may be SIZE_MAX: none
    size_t n_editions;
    const size_t *lines;  // [n_lines] of the quotations of all editions, in order: where each stands in the file
    size_t n_lines;
    bool is_digest;  // one edition, not of a company
} cr_manifest;

/* Parses a document, or JSON lines. An edition comes back as it was but for scores, importance, the aliases of stories and whether an id was a
 * number: what a rendering shows is there. path is for messages. Everything lives in the arena. CR_INPUT if it holds anything but
 * editions of a schema that is known. */
cr_status cr_manifest_parse(cr_view content, const char *path, cr_arena *arena, cr_manifest *manifest, cr_error *error);

/* Whether all that a story cites is among the sources, as whoever writes an edition that was read takes for granted. */
bool cr_manifest_is_sound(const cr_edition *edition);

#endif
