/* Where one stands in a page: what was written so far, read as a browser reads it. The escape of a value holds in text and in an
 * attribute in quotation marks, and there not in every one; elsewhere a value could become a tag, an attribute or code. */
#ifndef CR_RENDER_TEMPLATE_HTML_H
#define CR_RENDER_TEMPLATE_HTML_H

#include "base/view.h"

enum { CR_HTML_NAME_SIZE = 24 };  // names that mean something here are shorter

/* Zero-initialise it: the start of a page. */
typedef struct cr_html_place {
    bool is_xml;
    enum {
        CR_HTML_TEXT,
        CR_HTML_TAG_OPEN,     // behind "<"
        CR_HTML_END_OPEN,     // behind "</"
        CR_HTML_MARKUP_OPEN,  // behind "<!"
        CR_HTML_TAG_NAME,
        CR_HTML_TAG,  // in a tag, before the name of an attribute
        CR_HTML_ATTRIBUTE_NAME,
        CR_HTML_AFTER_NAME,
        CR_HTML_AFTER_EQUALS,
        CR_HTML_QUOTED,  // in the value of an attribute
        CR_HTML_UNQUOTED,
        CR_HTML_DECLARATION,  // <!DOCTYPE>, <?xml?>
        CR_HTML_COMMENT,
        CR_HTML_CDATA,
        CR_HTML_CONTENT,  // of an element that holds no tags but its own end
    } state;
    bool is_end_tag, is_empty_tag;
    char quote;                         // around the value of the attribute
    char element[CR_HTML_NAME_SIZE];    // lower case: of the tag, or of the content
    char attribute[CR_HTML_NAME_SIZE];  // lower case
    size_t matched;                     // bytes of what would end the comment or content
    enum {
        CR_ADDRESS_EMPTY,  // nothing but white space so far
        CR_ADDRESS_OPEN,   // what is there may still turn out to be a scheme
        CR_ADDRESS_GOOD,   // http, https, mailto or relative
        CR_ADDRESS_OTHER,
    } address;        // of the attribute's value
    char scheme[12];  // lower case: what could be one
} cr_html_place;

/* Goes on over what is written. */
void cr_html_place_follow(cr_html_place *place, cr_view written);

/* True if the value of an attribute that is an address goes on here. */
bool cr_html_place_is_address(const cr_html_place *place);

/* True if no value may stand here. Tells why, and what to write instead of the value of a name. */
bool cr_html_place_refuses(const cr_html_place *place, cr_view name, char *why, size_t size);

/* True if pages may go on from both places in the same way. */
bool cr_html_place_equal(const cr_html_place *a, const cr_html_place *b);

/* "in text", "inside a tag" */
const char *cr_html_place_name(const cr_html_place *place);

#endif
