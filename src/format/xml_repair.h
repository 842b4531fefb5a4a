/* The scan before libxml2: limits, and ill-formed markup put right. See xml.h. */
#ifndef CR_FORMAT_XML_REPAIR_H
#define CR_FORMAT_XML_REPAIR_H

#include "base/buf.h"
#include "format/xml.h"

/* Appends the document anew: well-formed, in one element "document" around all, each line of the source being a line of it.
 * Adds to the document's warnings. Returns CR_LIMIT as xml.h says. */
cr_status cr_xml_repair(cr_view source, const char *path, const char *const *lone, cr_buf *out,
                        cr_xml_document *document, cr_error *error);

#endif
