#include "digest/page_text.h"

/* Lines between two empty ones. */
typedef struct section {
    size_t start, end;  // of the lines
} section;

typedef struct reader {
    const cr_page_words *words;
    cr_arena *arena;
    cr_view *lines;  // [n_lines]
    size_t n_lines;
    section *sections;  // [n_sections]
    size_t n_sections;
    cr_block *blocks;  // as many as lines, and one
    size_t n_blocks;
} reader;

static bool is_indented(cr_view line)
{
    return line.size && line.data[0] == ' ';
}

static void split(reader *r, cr_view content)
{
    size_t n_lines = 1, n_sections = 0;
    for (size_t at = 0; at < content.size; at++)
        n_lines += content.data[at] == '\n';
    r->lines = CR_ARENA_ARRAY(r->arena, cr_view, n_lines);
    r->sections = CR_ARENA_ARRAY(r->arena, section, n_lines);
    r->blocks = CR_ARENA_ZEROED(r->arena, cr_block, n_lines + 1);
    for (size_t start = 0, end; start < content.size; start = end + 1) {
        ptrdiff_t at = cr_view_find_byte(cr_view_slice(content, start, content.size), '\n');
        end = at == CR_NOT_FOUND ? content.size : start + (size_t)at;
        cr_view line = cr_view_slice(content, start, end);
        bool is_empty = cr_view_trim(line).size == 0;
        if (!is_empty && (n_sections == 0 || r->sections[n_sections - 1].end != r->n_lines))
            r->sections[n_sections++] = (section){r->n_lines, r->n_lines};
        if (!is_empty)
            r->sections[n_sections - 1].end = r->n_lines + 1;
        r->lines[r->n_lines++] = line;
    }
    r->n_sections = n_sections;
}

/* A block of the lines [start, end). */
static cr_block *add(reader *r, cr_block_kind kind, size_t start, size_t end)
{
    cr_buf text = {0};
    for (size_t i = start; i < end; i++) {
        if (i > start)
            cr_buf_append_byte(&text, ' ');
        cr_buf_append(&text, cr_view_trim(r->lines[i]));
    }
    cr_block *block = &r->blocks[r->n_blocks++];
    *block = (cr_block){.kind = kind, .line = start + 1};
    if (text.size)
        block->text = cr_arena_copy(r->arena, cr_buf_view(&text));
    cr_buf_release(&text);
    return block;
}

/* "[12] " at the start of a line: where it ends, or 0. */
static size_t number_at(cr_view line, size_t *number)
{
    ptrdiff_t end = line.size && line.data[0] == '[' ? cr_view_find_byte(line, ']') : CR_NOT_FOUND;
    bool is_number = end != CR_NOT_FOUND && cr_view_to_size(cr_view_slice(line, 1, (size_t)end), number);
    return is_number && (size_t)end + 1 < line.size && line.data[end + 1] == ' ' ? (size_t)end + 2 : 0;
}

static bool is_address(cr_view line)
{
    cr_view text = cr_view_trim(line);
    return (cr_view_starts(text, CR_VIEW("http://")) || cr_view_starts(text, CR_VIEW("https://"))) &&
           cr_view_find_byte(text, ' ') == CR_NOT_FOUND;
}

/* A heading, and behind it numbered lines alone. */
static bool lists_sources(const reader *r, const section *s)
{
    size_t number;
    for (size_t i = s->start + 1; i < s->end; i++)
        if (!is_indented(r->lines[i]) && !number_at(r->lines[i], &number))
            return false;
    return !is_indented(r->lines[s->start]) && s->end > s->start + 1 && number_at(r->lines[s->start + 1], &number);
}

static void take_sources(reader *r, const section *s)
{
    add(r, CR_BLOCK_HEADING, s->start, s->start + 1)->level = 2;
    for (size_t start = s->start + 1, end; start < s->end; start = end) {
        for (end = start + 1; end < s->end && is_indented(r->lines[end]);)
            end++;
        bool has_address = end > start + 1 && is_address(r->lines[end - 1]);
        cr_block *block = add(r, CR_BLOCK_ORDERED_ITEM, start, has_address ? end - 1 : end);
        size_t skip = number_at(block->text, &block->number);
        block->text = cr_view_slice(block->text, skip, block->text.size);
        if (has_address) {
            cr_block_link *link = CR_ARENA_ZEROED(r->arena, cr_block_link, 1);
            link->address = cr_view_trim(r->lines[end - 1]);
            link->end = (uint32_t)block->text.size;
            block->links = link;
            block->n_links = 1;
        }
    }
}

static bool starts_reports(const reader *r, cr_view line)
{
    cr_view plain = cr_page_plain(line, r->arena);
    for (size_t i = 0; i < r->words->n_frames; i++)
        if (r->words->frames[i].before.size && cr_view_starts(plain, r->words->frames[i].before))
            return true;
    return false;
}

static void take_story(reader *r, const section *s)
{
    size_t body = s->start, reports;
    while (body < s->end && !is_indented(r->lines[body]))
        body++;
    if (body == s->end || body == s->start) {
        add(r, body == s->end ? CR_BLOCK_BULLET_ITEM : CR_BLOCK_OTHER, s->start, s->end);
        return;
    }
    add(r, CR_BLOCK_HEADING, s->start, body)->level = 2;
    // the list of reports is the last paragraph, and behind a citation
    for (reports = s->end; reports-- > body;)
        if (starts_reports(r, r->lines[reports]) &&
            (reports == body || cr_view_ends(cr_view_trim(r->lines[reports - 1]), CR_VIEW("]"))))
            break;
    if (reports + 1 == body)
        reports = s->end;
    if (reports > body)
        add(r, CR_BLOCK_PARAGRAPH, body, reports);
    if (reports < s->end)
        add(r, CR_BLOCK_PARAGRAPH, reports, s->end);
}

static void take_footer(reader *r, const section *s)
{
    add(r, CR_BLOCK_RULE, s->start, s->start);
    for (size_t start = s->start, end; start < s->end; start = end) {
        for (end = start + 1; end < s->end && is_indented(r->lines[end]);)
            end++;
        add(r, CR_BLOCK_BULLET_ITEM, start, end);
    }
}

/* What stands behind the footer of a mail: how to get no more of them. */
static bool is_farewell(const reader *r, const section *s)
{
    cr_view line = r->lines[s->start];
    return s->end == s->start + 1 && (cr_view_find(line, CR_VIEW("mailto:")) != CR_NOT_FOUND ||
                                      cr_view_find(line, CR_VIEW("http")) != CR_NOT_FOUND);
}

void cr_page_text_blocks(cr_view content, const cr_page_words *words, cr_arena *arena, cr_block_list *list)
{
    reader r = {.words = words, .arena = arena};
    split(&r, content);
    size_t n = r.n_sections, sources = n;
    for (size_t i = n; i-- > 1 && sources == n;)
        if (lists_sources(&r, &r.sections[i]))
            sources = i;
    size_t footer = sources < n ? sources + 1 : 2;  // without sources: the title, that there is nothing, the footer
    for (size_t i = 0; i < n; i++) {
        const section *s = &r.sections[i];
        if (i == 0) {
            add(&r, CR_BLOCK_HEADING, s->start, s->start + 1)->level = 1;
            if (s->end > s->start + 1)
                add(&r, CR_BLOCK_PARAGRAPH, s->start + 1, s->end);
        } else if (i == sources)
            take_sources(&r, s);
        else if (i == footer)
            take_footer(&r, s);
        else if (i > footer && is_farewell(&r, s))
            continue;
        else if (sources < n || i > footer)
            take_story(&r, s);
    }
    *list = (cr_block_list){r.blocks, r.n_blocks};
}
