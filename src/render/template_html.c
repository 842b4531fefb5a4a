#include "render/template_html.h"

#include <stdio.h>
#include <string.h>

/* Elements whose content holds no tags. */
static const struct {
    const char *name;
    bool is_text;  // references are read in it: it is text after all
} CONTENTS[] = {{"script", false}, {"style", false},   {"title", true},     {"textarea", true},  {"xmp", false},
                {"iframe", false}, {"noembed", false}, {"noframes", false}, {"plaintext", false}};

/* ---- names -------------------------------------------------------------------------------------------------------- */

static void add_to_name(char *name, size_t size, char byte)
{
    size_t length = strlen(name);
    if (length + 1 < size) {
        name[length] = cr_to_lower(byte);
        name[length + 1] = '\0';
    }
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static bool is_code(const char *attribute)
{
    return strncmp(attribute, "on", 2) == 0 || strcmp(attribute, "style") == 0 || strcmp(attribute, "srcdoc") == 0;
}

static bool is_address_list(const char *attribute)
{
    return strstr(attribute, "srcset") != NULL;
}

/* Attributes that are addresses, and by their name those that some script takes for one (data-src). */
static bool is_address(const char *attribute)
{
    static const char *const names[] = {"action",   "formaction", "cite",     "data", "poster", "background",
                                        "codebase", "longdesc",   "manifest", "ping", NULL};
    static const char *const last[] = {"href", "src", "url", "uri", NULL};
    const char *part = attribute + strlen(attribute);
    while (part > attribute && part[-1] != ':' && part[-1] != '-')
        part--;
    return is_one_of(attribute, names) || is_one_of(part, last);
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

static void start_tag(cr_html_place *p, bool is_end, char byte)
{
    p->state = CR_HTML_TAG_NAME;
    p->is_end_tag = is_end;
    p->is_empty_tag = false;
    p->element[0] = '\0';
    add_to_name(p->element, sizeof p->element, byte);
}

static void open_tag(cr_html_place *p, char byte)
{
    if (cr_is_alpha(byte)) {
        start_tag(p, false, byte);
    } else if (byte == '!') {
        p->state = CR_HTML_MARKUP_OPEN;
        p->element[0] = '\0';
    } else if (byte != '<') {
        p->state = byte == '/' ? CR_HTML_END_OPEN : byte == '?' ? CR_HTML_DECLARATION : CR_HTML_TEXT;
    }
}

static void end_tag(cr_html_place *p)
{
    p->state = CR_HTML_TEXT;
    if (p->is_end_tag || (p->is_xml && p->is_empty_tag))
        return;
    for (size_t i = 0; i < (p->is_xml ? 2 : sizeof CONTENTS / sizeof *CONTENTS); i++)
        if (strcmp(CONTENTS[i].name, p->element) == 0)
            p->state = CR_HTML_CONTENT;
    p->matched = 0;
}

/* In a tag, outside the values of its attributes. */
static void read_in_tag(cr_html_place *p, char byte)
{
    bool is_space = cr_is_space(byte);
    bool in_name = p->state == CR_HTML_ATTRIBUTE_NAME;
    if (byte == '>') {
        end_tag(p);
    } else if (byte == '/') {
        p->state = CR_HTML_TAG;
        p->is_empty_tag = true;
    } else if (is_space) {
        p->state = in_name || p->state == CR_HTML_AFTER_NAME ? CR_HTML_AFTER_NAME : CR_HTML_TAG;
    } else if (p->state == CR_HTML_TAG_NAME) {
        add_to_name(p->element, sizeof p->element, byte);
    } else if (byte == '=' && p->state != CR_HTML_TAG) {
        p->state = CR_HTML_AFTER_EQUALS;
    } else {
        if (!in_name)
            p->attribute[0] = '\0';
        p->state = CR_HTML_ATTRIBUTE_NAME;
        p->is_empty_tag = false;
        add_to_name(p->attribute, sizeof p->attribute, byte);
    }
}

static void read_markup(cr_html_place *p, char byte)
{
    add_to_name(p->element, sizeof p->element, byte);
    p->matched = 2;
    if (strcmp(p->element, "--") == 0)
        p->state = CR_HTML_COMMENT;
    else if (strcmp(p->element, "[cdata[") == 0)
        p->state = CR_HTML_CDATA;
    else if (byte == '>')
        p->state = CR_HTML_TEXT;
    else if (strcmp(p->element, "-") != 0 && strncmp(p->element, "[cdata[", strlen(p->element)) != 0)
        p->state = CR_HTML_DECLARATION;
}

/* In what two of a byte and ">" end: "-->", "--!>", "]]>". */
static void read_until(cr_html_place *p, char mark, char byte)
{
    if (byte == '>' && p->matched >= 2)
        p->state = CR_HTML_TEXT;
    else if (byte == mark)
        p->matched++;
    else if (byte != '!' || p->matched < 2 || mark == ']')
        p->matched = 0;
}

/* In what "</", the name of its element, and no letter more end. */
static void read_content(cr_html_place *p, char byte)
{
    size_t length = strlen(p->element);
    if (byte == '<')
        p->matched = 1;
    else if (p->matched == 1 && byte == '/')
        p->matched = 2;
    else if (p->matched >= 2 && p->matched < length + 2 && cr_to_lower(byte) == p->element[p->matched - 2])
        p->matched++;
    else if (p->matched == length + 2 && (cr_is_space(byte) || byte == '/' || byte == '>')) {
        p->state = CR_HTML_TAG;
        p->is_end_tag = true;
        read_in_tag(p, byte);
    } else {
        p->matched = 0;
    }
}

static void read_address(cr_html_place *p, char byte)
{
    static const char *const good[] = {"http", "https", "mailto", NULL};
    if (p->address == CR_ADDRESS_GOOD || p->address == CR_ADDRESS_OTHER || (unsigned char)byte <= ' ')
        return;  // a browser passes over white space in a scheme, too
    if (byte == ':') {
        p->address = is_one_of(p->scheme, good) ? CR_ADDRESS_GOOD : CR_ADDRESS_OTHER;
    } else if (strchr("/\\?#", byte)) {
        p->address = CR_ADDRESS_GOOD;
    } else {
        p->address = CR_ADDRESS_OPEN;
        add_to_name(p->scheme, sizeof p->scheme, byte);
    }
}

static void start_value(cr_html_place *p, char byte)
{
    if (cr_is_space(byte))
        return;
    p->state = byte == '"' || byte == '\'' ? CR_HTML_QUOTED : CR_HTML_UNQUOTED;
    p->quote = byte;
    p->address = CR_ADDRESS_EMPTY;
    p->scheme[0] = '\0';
    if (byte == '>')
        end_tag(p);
}

static void read(cr_html_place *p, char byte)
{
    switch (p->state) {
    case CR_HTML_TEXT:
        if (byte == '<')
            p->state = CR_HTML_TAG_OPEN;
        break;
    case CR_HTML_TAG_OPEN:
        open_tag(p, byte);
        break;
    case CR_HTML_END_OPEN:
        if (cr_is_alpha(byte))
            start_tag(p, true, byte);
        else
            p->state = byte == '>' ? CR_HTML_TEXT : CR_HTML_DECLARATION;
        break;
    case CR_HTML_MARKUP_OPEN:
        read_markup(p, byte);
        break;
    case CR_HTML_TAG_NAME:
    case CR_HTML_TAG:
    case CR_HTML_ATTRIBUTE_NAME:
    case CR_HTML_AFTER_NAME:
        read_in_tag(p, byte);
        break;
    case CR_HTML_AFTER_EQUALS:
        start_value(p, byte);
        break;
    case CR_HTML_QUOTED:
        if (byte == p->quote)
            p->state = CR_HTML_TAG;
        else
            read_address(p, byte);
        break;
    case CR_HTML_UNQUOTED:
        if (byte == '>')
            end_tag(p);
        else if (cr_is_space(byte))
            p->state = CR_HTML_TAG;
        break;
    case CR_HTML_DECLARATION:
        if (byte == '>')
            p->state = CR_HTML_TEXT;
        break;
    case CR_HTML_COMMENT:
        read_until(p, '-', byte);
        break;
    case CR_HTML_CDATA:
        read_until(p, ']', byte);
        break;
    case CR_HTML_CONTENT:
        read_content(p, byte);
        break;
    }
}

void cr_html_place_follow(cr_html_place *place, cr_view written)
{
    for (size_t at = 0; at < written.size; at++) {
        if (place->state == CR_HTML_TEXT) {  // most of a page
            ptrdiff_t next = cr_view_find_byte(cr_view_slice(written, at, written.size), '<');
            if (next == CR_NOT_FOUND)
                return;
            at += (size_t)next;
        }
        read(place, written.data[at]);
    }
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

bool cr_html_place_is_address(const cr_html_place *place)
{
    return place->state == CR_HTML_QUOTED && is_address(place->attribute);
}

static bool refuses_attribute(const cr_html_place *p, int length, const char *name, char *why, size_t size)
{
    const char *attribute = p->attribute;
    int written = 0;
    if (strcmp(attribute, "style") == 0)
        written = snprintf(why, size, "a value in 'style', which has no escape: choose with sections, or set a class");
    else if (strcmp(attribute, "srcdoc") == 0)
        written = snprintf(why, size, "a value in 'srcdoc', which is a page of its own: write it outside");
    else if (is_code(attribute))
        written = snprintf(why, size, "a value in '%s', which is code: write data-value=\"{{%.*s}}\" for it to read",
                           attribute, length, name);
    else if (is_address_list(attribute))
        written = snprintf(why, size, "a value in '%s', a list of addresses: write src=\"{{%.*s}}\"", attribute, length,
                           name);
    else if (is_address(attribute) && strcmp(p->element, "script") == 0)
        written = snprintf(why, size, "a value as the address of a script: write the address out");
    else if (is_address(attribute) && p->address == CR_ADDRESS_OTHER)
        written = snprintf(why, size,
                           "a value in an address of another kind than http, https, mailto or relative: write "
                           "%s=\"{{%.*s}}\"",
                           attribute, length, name);
    return written > 0;
}

bool cr_html_place_refuses(const cr_html_place *place, cr_view name, char *why, size_t size)
{
    int length = name.size < 60 ? (int)name.size : 60;
    const char *text = name.size ? name.data : "";
    switch (place->state) {
    case CR_HTML_TEXT:
        return false;
    case CR_HTML_QUOTED:
        return refuses_attribute(place, length, text, why, size);
    case CR_HTML_AFTER_EQUALS:
    case CR_HTML_UNQUOTED:
        snprintf(why, size, "a value in an attribute without quotation marks: write %s=\"{{%.*s}}\"", place->attribute,
                 length, text);
        return true;
    case CR_HTML_TAG_OPEN:
    case CR_HTML_END_OPEN:
    case CR_HTML_TAG_NAME:
    case CR_HTML_TAG:
    case CR_HTML_ATTRIBUTE_NAME:
    case CR_HTML_AFTER_NAME:
        snprintf(why, size, "a value as a name inside a tag: write the name out, in a section if there is a choice");
        return true;
    case CR_HTML_MARKUP_OPEN:
    case CR_HTML_DECLARATION:
        snprintf(why, size, "a value in a declaration, which has no escape: write it out");
        return true;
    case CR_HTML_COMMENT:
        snprintf(why, size, "a value in a comment, which has no escape: write {{! ... }}, which no reader gets");
        return true;
    case CR_HTML_CDATA:
        snprintf(why, size, "a value in CDATA, which has no escape: write it as text");
        return true;
    case CR_HTML_CONTENT:
        for (size_t i = 0; i < sizeof CONTENTS / sizeof *CONTENTS; i++)
            if (CONTENTS[i].is_text && strcmp(CONTENTS[i].name, place->element) == 0 && place->matched == 0)
                return false;
        if (strcmp(place->element, "script") == 0)
            snprintf(why, size, "a value in <script>, which is code: write data-value=\"{{%.*s}}\" for it to read",
                     length, text);
        else
            snprintf(why, size, "a value in <%s>, which has no escape: write it out, in a section if there is a choice",
                     place->element);
        return true;
    }
    return true;
}

/* What is alike for what comes next: in a tag, all between the values of attributes. */
static int kind_of(const cr_html_place *p)
{
    bool is_between = p->state == CR_HTML_TAG_NAME || p->state == CR_HTML_ATTRIBUTE_NAME ||
                      p->state == CR_HTML_AFTER_NAME;
    return is_between ? CR_HTML_TAG : (int)p->state;
}

bool cr_html_place_equal(const cr_html_place *a, const cr_html_place *b)
{
    bool has_name = a->state == CR_HTML_QUOTED || a->state == CR_HTML_UNQUOTED;
    return kind_of(a) == kind_of(b) && (!has_name || strcmp(a->attribute, b->attribute) == 0) &&
           (a->state != CR_HTML_CONTENT || strcmp(a->element, b->element) == 0);
}

const char *cr_html_place_name(const cr_html_place *place)
{
    switch (place->state) {
    case CR_HTML_TEXT:
        return "in text";
    case CR_HTML_QUOTED:
    case CR_HTML_UNQUOTED:
    case CR_HTML_AFTER_EQUALS:
        return "in an attribute";
    case CR_HTML_CONTENT:
        return "in an element without tags";
    case CR_HTML_MARKUP_OPEN:
    case CR_HTML_DECLARATION:
    case CR_HTML_COMMENT:
    case CR_HTML_CDATA:
        return "in a comment or declaration";
    case CR_HTML_TAG_OPEN:
    case CR_HTML_END_OPEN:
    case CR_HTML_TAG_NAME:
    case CR_HTML_TAG:
    case CR_HTML_ATTRIBUTE_NAME:
    case CR_HTML_AFTER_NAME:
        break;
    }
    return "inside a tag";
}
