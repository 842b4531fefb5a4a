#include "archive/store.h"

#include "base/map.h"
#include "base/utf8.h"

/* What an article is, as it is stored: never renumber. */
enum {
    ID_IS_INTEGER = 1 << 0,
    ID_IS_OWN = 1 << 1,
    TITLE_DERIVED = 1 << 2,
    LANG_BINDING = 1 << 3,
    STRUCTURED = 1 << 4,
    DATE_REFUSED = 1 << 5,
};

int64_t cr_record_flags(const cr_article *article)
{
    return (article->id_is_integer ? ID_IS_INTEGER : 0) | (article->id_is_own ? ID_IS_OWN : 0) |
           (article->title_derived ? TITLE_DERIVED : 0) | (article->lang_binding ? LANG_BINDING : 0) |
           (article->structured ? STRUCTURED : 0) | (article->date_refused ? DATE_REFUSED : 0);
}

/* Seven bits a byte, the lowest first; the high bit: more follow. */
static void pack(cr_buf *out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        cr_buf_append_byte(out, (char)(number | 0x80));
    cr_buf_append_byte(out, (char)number);
}

static bool unpack(cr_view packed, size_t *at, uint32_t *number)
{
    *number = 0;
    for (unsigned shift = 0; *at < packed.size && shift < 32; shift += 7) {
        unsigned char byte = (unsigned char)packed.data[(*at)++];
        *number |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

void cr_record_pack_marks(const cr_article *article, cr_buf *out)
{
    uint32_t end = 0;
    for (size_t i = 0; i < article->n_marks; i++) {
        const cr_mark *mark = &article->marks[i];
        pack(out, mark->start - end);
        pack(out, mark->end - mark->start);
        pack(out, (uint32_t)mark->kind);
        end = mark->end;
    }
}

static void read_marks(cr_view packed, cr_arena *arena, cr_article *article)
{
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, packed.size / 3);
    size_t n = 0, at = 0;
    uint32_t end = 0, gap, size, kind;
    while (unpack(packed, &at, &gap) && unpack(packed, &at, &size) && unpack(packed, &at, &kind)) {
        uint64_t start = (uint64_t)end + gap;
        if (start + size > article->text.size || kind > CR_MARK_CODE ||
            !cr_utf8_is_boundary(article->text, (size_t)start) ||
            !cr_utf8_is_boundary(article->text, (size_t)start + size))
            break;  // damaged: `check` tells
        end = (uint32_t)(start + size);
        marks[n++] = (cr_mark){(uint32_t)start, end, (cr_mark_kind)kind};
    }
    article->marks = marks;
    article->n_marks = n;
}

static cr_date date_of(int64_t seconds, int64_t precision)
{
    if (precision != CR_DATE_DAY && precision != CR_DATE_TIME)
        return (cr_date){0};
    return (cr_date){seconds, (cr_date_precision)precision};
}

void cr_record_read(sqlite3_stmt *s, cr_arena *arena, cr_archive_record *record)
{
    int64_t flags = cr_store_number(s, 11);
    *record = (cr_archive_record){.article = cr_store_number(s, 0),
                                  .revision = cr_store_number(s, 1),
                                  .key = cr_store_column(s, 2, NULL),
                                  .lang = cr_store_column(s, 3, NULL),
                                  .feed = cr_store_column(s, 4, NULL),
                                  .first_seen = cr_store_number(s, 5),
                                  .seen = cr_store_number(s, 6),
                                  .day = cr_store_number(s, 7),
                                  .hash = (uint64_t)cr_store_number(s, 8),
                                  .is_newest = cr_store_number(s, 9) != 0};
    record->content = (cr_article){.id = cr_store_column(s, 10, NULL),
                                   .id_is_integer = (flags & ID_IS_INTEGER) != 0,
                                   .id_is_own = (flags & ID_IS_OWN) != 0,
                                   .title = cr_store_column(s, 12, NULL),
                                   .title_derived = (flags & TITLE_DERIVED) != 0,
                                   .lang = cr_store_column(s, 13, NULL),
                                   .lang_binding = (flags & LANG_BINDING) != 0,
                                   .structured = (flags & STRUCTURED) != 0,
                                   .date_refused = (flags & DATE_REFUSED) != 0,
                                   .source = cr_store_column(s, 14, NULL),
                                   .url = cr_store_column(s, 15, NULL),
                                   .author = cr_store_column(s, 16, NULL),
                                   .date = date_of(cr_store_number(s, 17), cr_store_number(s, 18)),
                                   .n_repaired = (size_t)cr_store_number(s, 19),
                                   .text = cr_store_column(s, 21, NULL)};
    read_marks(cr_store_column(s, 20, NULL), arena, &record->content);
}

bool cr_record_is_sound(const cr_archive_record *record, bool without_text)
{
    const cr_article *a = &record->content;
    const cr_view texts[] = {record->key, record->lang, record->feed, a->id,    a->title,
                             a->lang,     a->source,    a->url,       a->author};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (cr_utf8_valid(texts[i]) < texts[i].size)
            return false;
    return without_text || (cr_hash(a->text) == record->hash && cr_utf8_valid(a->text) == a->text.size);
}

static cr_view copied(cr_arena *arena, cr_view text)
{
    return text.data ? cr_arena_copy(arena, text) : text;
}

void cr_archive_record_copy(const cr_archive_record *record, cr_arena *arena, cr_archive_record *copy)
{
    cr_article *content = &copy->content;
    *copy = *record;
    copy->key = copied(arena, record->key);
    copy->lang = copied(arena, record->lang);
    copy->feed = copied(arena, record->feed);
    content->id = copied(arena, content->id);
    content->title = copied(arena, content->title);
    content->text = copied(arena, content->text);
    content->lang = copied(arena, content->lang);
    content->source = copied(arena, content->source);
    content->url = copied(arena, content->url);
    content->author = copied(arena, content->author);
    cr_mark *marks = CR_ARENA_ARRAY(arena, cr_mark, content->n_marks);
    for (size_t i = 0; i < content->n_marks; i++)
        marks[i] = content->marks[i];
    content->marks = marks;
}
