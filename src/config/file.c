#include "config/file.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "format/yaml.h"
#include "text/tag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_NAMES = 256 };  // that a mistyped key is compared with

/* ---- tables ------------------------------------------------------------------------------------------------------ */

typedef enum field_kind { TEXT, PATH, FLAG, SIZE, LIST, TAGS, TAG, PAGES, SECRET } field_kind;

typedef struct field {
    const char *key;
    field_kind kind;
    size_t offset;
    bool (*fits)(cr_view value);  // of TEXT and LIST
    const char *wants;            // what does not fit should have been
    size_t least, most, unit;     // of SIZE
} field;

typedef struct section {
    const char *key;
    bool is_list;
    const field *fields;  // [n_fields]
    size_t n_fields;
} section;

static bool is_line(cr_view value)
{
    for (size_t i = 0; i < value.size; i++)
        if ((unsigned char)value.data[i] < ' ' || value.data[i] == '\x7f')
            return false;
    return true;
}

/* Something behind a scheme, without white space or what a shell or a header would stumble over. */
static bool is_address_of(cr_view value, cr_view scheme)
{
    if (!cr_view_starts(value, scheme) || value.size == scheme.size)
        return false;
    for (size_t i = 0; i < value.size; i++)
        if ((unsigned char)value.data[i] <= ' ' || strchr("<>\"\\^`{|}\x7f", value.data[i]))
            return false;
    return value.data[scheme.size] != '/';
}

/* User and password have no place in the address: it is shown, stored and sent on. */
static bool is_web(cr_view value)
{
    size_t scheme = cr_view_starts(value, CR_VIEW("https://")) ? 8 : 7;
    if (!is_address_of(value, CR_VIEW("https://")) && !is_address_of(value, CR_VIEW("http://")))
        return false;
    for (size_t i = scheme; i < value.size && !strchr("/?#", value.data[i]); i++)
        if (value.data[i] == '@')
            return false;
    return true;
}

static bool is_mailbox(cr_view value)
{
    ptrdiff_t at = cr_view_find_byte(value, '@');
    if (at <= 0 || (size_t)at + 1 == value.size || !is_line(value))
        return false;
    for (size_t i = 0; i < value.size; i++)
        if (cr_is_space(value.data[i]) || strchr("<>,;\"()", value.data[i]) ||
            (value.data[i] == '@' && i != (size_t)at))
            return false;
    return true;
}

static bool is_sender(cr_view value)
{
    ptrdiff_t open = cr_view_find_byte(value, '<');
    if (open < 0)
        return is_mailbox(value);
    return is_line(value) && cr_view_ends(value, CR_VIEW(">")) &&
           is_mailbox(cr_view_slice(value, (size_t)open + 1, value.size - 1));
}

static bool is_contact(cr_view value)
{
    return is_web(value) ||
           (is_address_of(value, CR_VIEW("mailto:")) && is_mailbox(cr_view_slice(value, 7, value.size)));
}

static bool is_unsubscribe(cr_view value)
{
    return is_web(value) || (is_address_of(value, CR_VIEW("mailto:")) && cr_view_find_byte(value, '@') > 0);
}

static bool is_server(cr_view value)
{
    return (is_address_of(value, CR_VIEW("smtps://")) || is_address_of(value, CR_VIEW("smtp://"))) &&
           cr_view_find_byte(value, '@') < 0;
}

static bool is_receiver(cr_view value)
{
    return cr_view_equal(value, CR_VIEW("all")) || is_mailbox(value);
}

static bool is_generator(cr_view value)
{
    return cr_view_equal(value, CR_VIEW("hugo")) || cr_view_equal(value, CR_VIEW("jekyll")) ||
           cr_view_equal(value, CR_VIEW("html"));
}

#define WEB "an address that begins with https:// or http://, without user and password"

static const field SOURCE[] = {
    {.key = "url", .kind = TEXT, .offset = offsetof(cr_config_source, url), .fits = is_web, .wants = WEB},
    {.key = "opml", .kind = PATH, .offset = offsetof(cr_config_source, opml)},
    {.key = "files", .kind = PATH, .offset = offsetof(cr_config_source, files)},
    {.key = "name", .kind = TEXT, .offset = offsetof(cr_config_source, name), .fits = is_line, .wants = "one line"},
    {.key = "lang", .kind = TAG, .offset = offsetof(cr_config_source, lang)},
    {.key = "pages", .kind = PAGES, .offset = offsetof(cr_config_source, pages)},
    {.key = "secret", .kind = PATH, .offset = offsetof(cr_config_source, secret)},
    {.key = "password", .kind = SECRET, .wants = "secret: FILE"},
    {.key = "token", .kind = SECRET, .wants = "secret: FILE"},
};

static const field FETCH[] = {
    {.key = "contact",
     .kind = TEXT,
     .offset = offsetof(cr_config_fetch, contact),
     .fits = is_contact,
     .wants = "mailto:me@example.org or an address of the web"},
    {.key = "parallel", .kind = SIZE, .offset = offsetof(cr_config_fetch, parallel), .least = 1, .most = 64, .unit = 1},
    {.key = "timeout", .kind = SIZE, .offset = offsetof(cr_config_fetch, timeout), .least = 1, .most = 600, .unit = 1},
    {.key = "max-size",
     .kind = SIZE,
     .offset = offsetof(cr_config_fetch, max_size),
     .least = 1,
     .most = CR_MAX_FILE / CR_MIB,
     .unit = CR_MIB},
    {.key = "allow-private", .kind = FLAG, .offset = offsetof(cr_config_fetch, allow_private)},
};

static const field OUTPUT[] = {
    {.key = "markdown", .kind = PATH, .offset = offsetof(cr_config_output, path)},
    {.key = "html", .kind = PATH, .offset = offsetof(cr_config_output, path)},
    {.key = "text", .kind = PATH, .offset = offsetof(cr_config_output, path)},
    {.key = "json", .kind = PATH, .offset = offsetof(cr_config_output, path)},
    {.key = "feed", .kind = PATH, .offset = offsetof(cr_config_output, path)},
    {.key = "site",
     .kind = TEXT,
     .offset = offsetof(cr_config_output, site),
     .fits = is_generator,
     .wants = "hugo, jekyll or html"},
    {.key = "mail",
     .kind = TEXT,
     .offset = offsetof(cr_config_output, to),
     .fits = is_receiver,
     .wants = "all, or the address of one reader"},
    {.key = "folder", .kind = PATH, .offset = offsetof(cr_config_output, folder)},
    {.key = "address", .kind = TEXT, .offset = offsetof(cr_config_output, address), .fits = is_web, .wants = WEB},
};

static const field MAIL[] = {
    {.key = "from",
     .kind = TEXT,
     .offset = offsetof(cr_config_mail, from),
     .fits = is_sender,
     .wants = "\"Name <me@example.org>\" or me@example.org"},
    {.key = "smtp",
     .kind = TEXT,
     .offset = offsetof(cr_config_mail, smtp),
     .fits = is_server,
     .wants = "smtps://HOST:PORT or smtp://HOST:PORT, without user and password"},
    {.key = "user", .kind = TEXT, .offset = offsetof(cr_config_mail, user), .fits = is_line, .wants = "one line"},
    {.key = "password-file", .kind = PATH, .offset = offsetof(cr_config_mail, password_file)},
    {.key = "password", .kind = SECRET, .wants = "password-file: FILE or COURANT_MAIL_PASSWORD"},
    {.key = "sendmail",
     .kind = TEXT,
     .offset = offsetof(cr_config_mail, sendmail),
     .fits = is_line,
     .wants = "one line"},
    {.key = "unsubscribe",
     .kind = TEXT,
     .offset = offsetof(cr_config_mail, unsubscribe),
     .fits = is_unsubscribe,
     .wants = "mailto:me@example.org or an address of the web"},
    {.key = "always", .kind = FLAG, .offset = offsetof(cr_config_mail, always)},
};

static const field READER[] = {
    {.key = "address",
     .kind = TEXT,
     .offset = offsetof(cr_config_reader, address),
     .fits = is_mailbox,
     .wants = "an address such as anna@example.org"},
    {.key = "name", .kind = TEXT, .offset = offsetof(cr_config_reader, name), .fits = is_line, .wants = "one line"},
    {.key = "reader", .kind = TAGS, .offset = offsetof(cr_config_reader, reader)},
    {.key = "companies", .kind = LIST, .offset = offsetof(cr_config_reader, companies)},
    {.key = "mute", .kind = LIST, .offset = offsetof(cr_config_reader, mute)},
    {.key = "boost", .kind = LIST, .offset = offsetof(cr_config_reader, boost)},
};

#define FIELDS(array) array, sizeof array / sizeof *array

enum { SOURCES, SECTION_FETCH, OUTPUTS, SECTION_MAIL, READERS, N_SECTIONS };

static const section SECTIONS[N_SECTIONS] = {
    [SOURCES] = {"sources", true, FIELDS(SOURCE)}, [SECTION_FETCH] = {"fetch", false, FIELDS(FETCH)},
    [OUTPUTS] = {"outputs", true, FIELDS(OUTPUT)}, [SECTION_MAIL] = {"mail", false, FIELDS(MAIL)},
    [READERS] = {"readers", true, FIELDS(READER)},
};

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct reader {
    cr_config *config;
    const char *path, *folder;
    uint64_t given[2];                               // the settings that go before the file
    size_t items[N_SECTIONS], capacity[N_SECTIONS];  // the element under way, from 1
    const cr_yaml_entry *before;                     // the entry before, to tell whether a list goes on
    cr_error *error;
} reader;

static cr_status wrong(reader *r, const cr_yaml_entry *e, const char *format, ...) CR_PRINTF(3, 4);

static cr_status wrong(reader *r, const cr_yaml_entry *e, const char *format, ...)
{
    char line[CR_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    return cr_error_at(r->error, CR_USAGE, r->path, e->line, e->column, "%s", line);
}

typedef struct place {
    size_t line, column;
} place;

static cr_status unknown(reader *r, place at, const char *key, const char *const *names)
{
    const char *nearest = cr_nearest(key, names);
    if (nearest)
        return cr_error_at(r->error, CR_USAGE, r->path, at.line, at.column, "unknown key '%s' (did you mean '%s'?)",
                           key, nearest);
    return cr_error_at(r->error, CR_USAGE, r->path, at.line, at.column, "unknown key '%s'", key);
}

static cr_status unknown_at_head(reader *r, const cr_yaml_entry *e, const char *key)
{
    const char *names[MOST_NAMES + 1];
    size_t n = 0, n_settings;
    const cr_setting *settings = cr_settings(&n_settings);
    for (size_t i = 0; i < n_settings && n < MOST_NAMES; i++)
        names[n++] = settings[i].name;
    for (size_t i = 0; i < N_SECTIONS && n < MOST_NAMES; i++)
        names[n++] = SECTIONS[i].key;
    names[n] = NULL;
    return unknown(r, (place){e->head_line, e->head_column}, key, names);
}

/* A path of the file as the program may open it. */
static cr_status resolve(reader *r, const cr_yaml_entry *e, const char **path)
{
    const char *value = e->value.data;
    if (value[0] == '~' && (value[1] == '/' || value[1] == '\0'))
        return wrong(r, e, "'~' is not known here: write the whole path");
    bool as_it_is = value[0] == '/' || strcmp(value, "-") == 0;
    *path = as_it_is ? value : cr_path_join(&r->config->arena, r->folder, value);
    return CR_OK;
}

static void join(reader *r, const char **value, cr_view more)
{
    cr_buf joined = {0};
    cr_buf_append_string(&joined, *value);
    cr_buf_append_byte(&joined, ',');
    cr_buf_append(&joined, more);
    *value = cr_arena_copy(&r->config->arena, cr_buf_view(&joined)).data;
    cr_buf_release(&joined);
}

/* An element of the list that the entry before is of, too. */
static bool goes_on(const reader *r, const cr_yaml_entry *e)
{
    return e->in_list && r->before && r->before->in_list && r->before->key_line == e->key_line &&
           r->before->key_column == e->key_column;
}

static bool are_tags(cr_view value)
{
    for (cr_view rest = value; rest.size;) {
        char tag[CR_TAG_SIZE];
        ptrdiff_t comma = cr_view_find_byte(rest, ',');
        size_t end = comma < 0 ? rest.size : (size_t)comma;
        cr_tag_normalise(cr_view_trim(cr_view_slice(rest, 0, end)), tag);
        if (strcmp(tag, "und") == 0)
            return false;
        rest = cr_view_slice(rest, end + 1, rest.size);
    }
    return value.size > 0;
}

static cr_status take_size(reader *r, const cr_yaml_entry *e, const field *f, size_t *out)
{
    size_t number;
    if (!cr_view_to_size(e->value, &number) || number < f->least || number > f->most)
        return wrong(r, e, "'%s' is a number from %zu to %zu, not '%s'", f->key, f->least, f->most, e->value.data);
    *out = number * f->unit;
    return CR_OK;
}

static cr_status take_pages(reader *r, const cr_yaml_entry *e, cr_pages_when *out)
{
    static const char *const names[] = {"teaser", "always", "never"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cr_view_equal(e->value, cr_view_of(names[i]))) {
            *out = (cr_pages_when)i;
            return CR_OK;
        }
    return wrong(r, e, "'pages' is teaser, always or never, not '%s'", e->value.data);
}

static cr_status take_field(reader *r, const cr_yaml_entry *e, const field *f, void *owner)
{
    void *out = (char *)owner + f->offset;
    bool more = goes_on(r, e);
    if (e->value.size == 0 && f->kind != SECRET)
        return wrong(r, e, "'%s' wants a value", f->key);
    if (e->value.data && strlen(e->value.data) != e->value.size)
        return wrong(r, e, "'%s' holds a zero byte", f->key);
    if (f->kind != LIST && f->kind != TAGS && e->in_list)
        return wrong(r, e, "'%s' takes one value, not a list", f->key);
    if (f->fits && !f->fits(e->value))
        return wrong(r, e, "'%s' wants %s", f->key, f->wants);
    switch (f->kind) {
    case TEXT:
        *(const char **)out = e->value.data;
        return CR_OK;
    case PATH:
        return resolve(r, e, out);
    case FLAG:
        if (!cr_view_equal(e->value, CR_VIEW("true")) && !cr_view_equal(e->value, CR_VIEW("false")))
            return wrong(r, e, "'%s' is true or false, not '%s'", f->key, e->value.data);
        *(bool *)out = cr_view_equal(e->value, CR_VIEW("true"));
        return CR_OK;
    case SIZE:
        return take_size(r, e, f, out);
    case LIST:
        cr_list_add(out, e->value.data);
        return CR_OK;
    case TAG:
    case TAGS:
        if (!are_tags(e->value) || (f->kind == TAG && cr_view_find_byte(e->value, ',') >= 0))
            return wrong(r, e, "'%s' wants %s, not '%s'", f->key,
                         f->kind == TAG ? "a language such as fr" : "languages such as fr,en", e->value.data);
        if (more)
            join(r, out, e->value);
        else
            *(const char **)out = e->value.data;
        return CR_OK;
    case PAGES:
        return take_pages(r, e, out);
    case SECRET:
        break;
    }
    // its value is not repeated: messages are logged
    return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column,
                       "no secret may stand in this file: use %s instead of '%s'", f->wants, f->key);
}

/* The structure that the entry's key is of: of a list its newest element, or another one. */
static void *owner_of(reader *r, const cr_yaml_entry *e, size_t s)
{
    cr_config *c = r->config;
    bool is_new = SECTIONS[s].is_list && r->items[s] != e->item;
    r->items[s] = e->item;
    switch (s) {
    case SOURCES:
        if (is_new) {
            c->sources = cr_grow(c->sources, &r->capacity[s], c->n_sources + 1, sizeof *c->sources);
            c->sources[c->n_sources++] = (cr_config_source){.line = e->key_line, .column = e->key_column};
        }
        return &c->sources[c->n_sources - 1];
    case OUTPUTS:
        if (is_new) {
            c->outputs = cr_grow(c->outputs, &r->capacity[s], c->n_outputs + 1, sizeof *c->outputs);
            c->outputs[c->n_outputs++] = (cr_config_output){
                .kind = CR_NO_OUTPUT, .line = e->key_line, .column = e->key_column};
        }
        return &c->outputs[c->n_outputs - 1];
    case READERS:
        if (is_new) {
            c->readers = cr_grow(c->readers, &r->capacity[s], c->n_readers + 1, sizeof *c->readers);
            c->readers[c->n_readers++] = (cr_config_reader){.line = e->key_line, .column = e->key_column};
        }
        return &c->readers[c->n_readers - 1];
    case SECTION_FETCH:
        return &c->fetch;
    default:
        return &c->mail;
    }
}

/* What is written: its kind is the key that says where to. */
static cr_status take_kind(reader *r, const cr_yaml_entry *e, const char *key, cr_config_output *output)
{
    static const char *const kinds[] = {"markdown", "html", "text", "json", "feed", "site", "mail"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i], key) != 0)
            continue;
        if (output->kind != CR_NO_OUTPUT)
            return wrong(r, e, "'%s' and '%s' in one output: begin another one with '-'", kinds[output->kind - 1], key);
        output->kind = (cr_output_kind)(i + 1);
    }
    return CR_OK;
}

static cr_status take_in_section(reader *r, const cr_yaml_entry *e, size_t s, const char *key)
{
    const section *in = &SECTIONS[s];
    const char *names[MOST_NAMES + 1];
    if (in->is_list && e->item == 0)
        return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column,
                           "'%s' is a list: begin each of its entries with '-'", in->key);
    if (!in->is_list && e->item && !e->in_list)
        return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column, "'%s' is no list", in->key);
    for (size_t i = 0; i < in->n_fields; i++) {
        const field *f = &in->fields[i];
        if (strcmp(f->key, key) != 0)
            continue;
        void *owner = owner_of(r, e, s);
        if (!e->value.data && f->kind != SECRET)
            return CR_OK;  // as if it did not stand there
        cr_status status = s == OUTPUTS ? take_kind(r, e, key, owner) : CR_OK;
        return status ? status : take_field(r, e, f, owner);
    }
    for (size_t i = 0; i < in->n_fields; i++)
        names[i] = in->fields[i].key;
    names[in->n_fields] = NULL;
    return unknown(r, (place){e->key_line, e->key_column}, key, names);
}

static cr_status take_setting(reader *r, const cr_yaml_entry *e, const cr_setting *setting)
{
    cr_error why = {0};
    const char *value = e->value.data;
    cr_status status = CR_OK;
    size_t i = (size_t)(setting - cr_settings(&(size_t){0}));
    if (strcmp(setting->name, "config") == 0)
        return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column,
                           "no configuration file names another one");
    if (e->in_list && setting->kind != CR_SETTING_LIST && !setting->joins)
        return wrong(r, e, "'%s' takes one value, not a list", setting->name);
    if (!value || r->given[i / 64] >> i % 64 & 1)
        return CR_OK;
    if (e->value.size == 0)
        return wrong(r, e, "'%s' wants a value", setting->name);
    if (strlen(value) != e->value.size)
        return wrong(r, e, "'%s' holds a zero byte", setting->name);
    if (setting->is_path)
        status = resolve(r, e, &value);
    if (!status && setting->joins && goes_on(r, e)) {
        join(r, (const char **)((char *)r->config + setting->offset), e->value);
        return CR_OK;
    }
    if (!status && cr_config_set(r->config, setting->name, value, &why))
        status = wrong(r, e, "%s", why.text);
    return status;
}

static cr_status take_entry(reader *r, const cr_yaml_entry *e)
{
    const char *key = e->key.data, *stop = strchr(key, '.');
    cr_view first = cr_view_slice(e->key, 0, stop ? (size_t)(stop - key) : e->key.size);
    if (e->again)
        return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column, "'%s' stands here twice", key);
    for (size_t s = 0; s < N_SECTIONS; s++) {
        if (!cr_view_equal(first, cr_view_of(SECTIONS[s].key)))
            continue;
        if (stop)
            return take_in_section(r, e, s, stop + 1);
        return e->value.data ? wrong(r, e,
                                     SECTIONS[s].is_list ? "'%s' is a list of keys and values: '- %s: ...'"
                                                         : "'%s' holds keys and values, such as '%s: ...'",
                                     SECTIONS[s].key, SECTIONS[s].fields[0].key)
                             : CR_OK;
    }
    const char *name = cr_arena_copy(&r->config->arena, first).data;
    const cr_setting *setting = cr_setting_find(name);
    if (setting && stop)
        return cr_error_at(r->error, CR_USAGE, r->path, e->key_line, e->key_column, "'%.*s' takes no keys of its own",
                           (int)first.size, first.data);
    if (setting)
        return take_setting(r, e, setting);
    return unknown_at_head(r, e, name);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static cr_status wrong_at(reader *r, size_t line, size_t column, const char *text)
{
    return cr_error_at(r->error, CR_USAGE, r->path, line, column, "%s", text);
}

/* What single keys cannot tell. */
static cr_status check(reader *r)
{
    const cr_config *c = r->config;
    for (size_t i = 0; i < c->n_sources; i++) {
        const cr_config_source *s = &c->sources[i];
        if ((s->url != NULL) + (s->opml != NULL) + (s->files != NULL) != 1)
            return wrong_at(r, s->line, s->column, "a source has one of 'url', 'opml' and 'files'");
        if (s->files && (s->secret || s->name || s->lang || s->pages != CR_PAGES_TEASER))
            return wrong_at(r, s->line, s->column,
                            "'name', 'lang', 'pages' and 'secret' are for what is fetched, not for 'files'");
    }
    for (size_t i = 0; i < c->n_outputs; i++) {
        const cr_config_output *o = &c->outputs[i];
        if (o->kind == CR_NO_OUTPUT)
            return wrong_at(r, o->line, o->column,
                            "an output has one of 'markdown', 'html', 'text', 'json', 'feed', 'site' and 'mail'");
        if (o->kind == CR_OUTPUT_SITE && !o->folder)
            return wrong_at(r, o->line, o->column, "a site wants a 'folder'");
        if (o->kind != CR_OUTPUT_SITE && o->folder)
            return wrong_at(r, o->line, o->column, "only a site has a 'folder'");
        if (o->kind != CR_OUTPUT_SITE && o->kind != CR_OUTPUT_FEED && o->address)
            return wrong_at(r, o->line, o->column, "only a site or a feed has an 'address'");
    }
    for (size_t i = 0; i < c->n_readers; i++)
        if (!c->readers[i].address)
            return wrong_at(r, c->readers[i].line, c->readers[i].column, "a reader wants an 'address'");
    return CR_OK;
}

cr_status cr_config_read_text(cr_config *config, cr_view text, const char *path, cr_error *error)
{
    reader r = {.config = config, .error = error};
    cr_yaml_entry *entries;
    size_t n = 0, valid;
    memcpy(r.given, config->given, sizeof r.given);
    r.path = cr_arena_copy(&config->arena, cr_view_of(path)).data;
    const char *slash = strrchr(r.path, '/');
    r.folder = slash ? cr_arena_copy(&config->arena, (cr_view){r.path, (size_t)(slash - r.path) + 1}).data : "";
    if (cr_view_starts(text, CR_VIEW("\xEF\xBB\xBF")))
        text = cr_view_slice(text, 3, text.size);
    valid = cr_utf8_valid(text);
    if (valid < text.size) {
        size_t line = 1;
        for (size_t i = 0; i < valid; i++)
            line += text.data[i] == '\n';
        return cr_error_at(error, CR_INPUT, path, line, 0, "ill-formed UTF-8");
    }
    config->file = r.path;
    cr_status status = cr_yaml_read(text, path, 1, &config->arena, &entries, &n, error);
    for (size_t i = 0; i < n && !status; i++) {
        status = take_entry(&r, &entries[i]);
        r.before = &entries[i];
    }
    return status ? status : check(&r);
}

cr_status cr_config_read(cr_config *config, const char *path, cr_error *error)
{
    cr_buf text = {0};
    cr_status status = cr_file_read(path, CR_MAX_YAML, &text, error);
    if (!status)
        status = cr_config_read_text(config, cr_buf_view(&text), path, error);
    cr_buf_release(&text);
    return status;
}

cr_status cr_config_set_secret(cr_config *config, const char *name, const char *value, cr_error *error)
{
    if (strcmp(name, "mail-password") != 0)
        return cr_error_set(error, CR_USAGE, "unknown secret '%s'", name);
    config->mail.password = cr_arena_copy(&config->arena, cr_view_of(value)).data;
    return CR_OK;
}
