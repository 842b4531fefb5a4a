/* Finding the article's blocks: furniture out by what it is called, the subtree of the greatest worth, its edges trimmed. */
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "source/page.h"

#include <stdlib.h>
#include <string.h>

enum {
    PROSE_WORDS = 15,    // a block with as many is prose, finished or not
    SENTENCE_WORDS = 6,  // a finished one with as many
    LEAD_WORDS = 10,     // a finished one with as many opens an article, and ends it
    CAPTION_LEVELS = 6,  // of elements around a picture, within which its caption stands
    CAPTION_WORDS = 80,  // what is called a caption and has more is none
    LABEL_WORDS = 8,
    NAMED_WORDS = 50,  // of an element that is named as the article's text
};

static const double BODY_WORTH = 1.5;  // of what is named the article's text

typedef struct body {
    const cr_html_page *page;
    const cr_page_facts *facts;
    const cr_characters *characters;
    uint32_t *words;  // [n_blocks]
    bool *finished;   // [n_blocks] ends as a sentence does
    bool *dropped;    // [n_blocks] furniture
    double *sum;      // [n_blocks + 1] of the values of the blocks before
    uint32_t *prose;  // [n_blocks + 1] words of prose in the blocks before
    bool *taken;      // [n_blocks] the result
    bool nameless;    // names are not heeded
} body;

static cr_view text_of(const body *b, size_t i)
{
    return cr_view_slice(b->page->text, b->page->blocks[i].start, b->page->blocks[i].end);
}

static const cr_html_element *element_of(const body *b, size_t i)
{
    return &b->page->elements[b->page->blocks[i].element];
}

static double link_density(const body *b, size_t i)
{
    const cr_html_block *block = &b->page->blocks[i];
    return (double)block->linked / (double)(block->end - block->start);
}

static bool is_heading(const body *b, size_t i)
{
    return element_of(b, i)->tag == CR_HTML_HEADING;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static void read_block(body *b, size_t i)
{
    cr_view text = text_of(b, i);
    uint32_t words = 0, spaceless = 0;
    bool in_word = false, ended = false;
    for (size_t at = 0; at < text.size;) {
        uint32_t class = cr_character_class(b->characters, cr_utf8_next(text, &at));
        if (class & CR_CHAR_SPACE) {
            in_word = false;
            continue;
        }
        if (class & (CR_CHAR_LETTER | CR_CHAR_DIGIT)) {
            if (class & CR_CHAR_SPACELESS)
                spaceless++;
            else if (!in_word)
                words++;
            in_word = !(class & CR_CHAR_SPACELESS);
            ended = false;
        } else if (class & (CR_CHAR_STOP | CR_CHAR_END)) {
            ended = true;
        } else if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE | CR_CHAR_MARK))) {
            ended = false;
        }
    }
    b->words[i] = words + spaceless / 2;
    b->finished[i] = ended;
}

static bool is_prose(const body *b, size_t i)
{
    cr_html_tag tag = element_of(b, i)->tag;
    return tag != CR_HTML_HEADING && link_density(b, i) < 0.5 &&
           (b->words[i] >= PROSE_WORDS || (b->finished[i] && b->words[i] >= SENTENCE_WORDS));
}

bool cr_page_same(cr_view a, cr_view b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.size && (unsigned char)a.data[i] < 0x80 && !cr_is_alpha(a.data[i]) && !cr_is_digit(a.data[i]))
            i++;
        while (j < b.size && (unsigned char)b.data[j] < 0x80 && !cr_is_alpha(b.data[j]) && !cr_is_digit(b.data[j]))
            j++;
        if (i == a.size || j == b.size)
            return i == a.size && j == b.size;
        if (cr_to_lower(a.data[i++]) != cr_to_lower(b.data[j++]))
            return false;
    }
}

/* ---- furniture --------------------------------------------------------------------------------------------------- */

static uint32_t prose_in(const body *b, const cr_html_element *e)
{
    return b->prose[e->next_block] - b->prose[e->first_block];
}

static uint32_t words_in(const body *b, const cr_html_element *e)
{
    uint32_t n = 0;
    for (uint32_t i = e->first_block; i < e->next_block; i++)
        n += b->words[i];
    return n;
}

static bool holds_title(const body *b, const cr_html_element *e)
{
    for (const cr_html_element *inner = e + 1; inner < b->page->elements + e->next; inner++)
        if (inner->tag == CR_HTML_HEADING && inner->level == 1 &&
            cr_page_same(cr_view_slice(b->page->text, inner->start, inner->end), b->facts->title))
            return true;
    return false;
}

static bool is_furniture(const body *b, const cr_html_element *e, uint32_t total)
{
    unsigned names = b->nameless ? 0 : cr_page_names(e->names);
    double share = total ? (double)prose_in(b, e) / (double)total : 0;
    if (names & CR_NAMES_ARTICLE || e->tag == CR_HTML_BODY || e->tag == CR_HTML_ARTICLE || e->tag == CR_HTML_MAIN ||
        e->tag == CR_HTML_QUOTE || cr_view_equal(e->property, CR_VIEW("description")))
        return false;
    switch (e->tag) {
    case CR_HTML_NAV:
    case CR_HTML_FOOTER:
    case CR_HTML_ASIDE:
    case CR_HTML_FORM:
        return share < 0.3;
    case CR_HTML_CAPTION:
        return words_in(b, e) <= CAPTION_WORDS;
    default:
        break;
    }
    if (names & CR_NAMES_COMMENTS)
        return share < 0.7 && !holds_title(b, e);
    if (names & CR_NAMES_CAPTION)
        return share < 0.3 && words_in(b, e) <= CAPTION_WORDS;
    return names & CR_NAMES_FURNITURE && share < 0.3;
}

/* False for a part of a line ahead of most of it: "<span class=dateline>Oslo –</span> The ..." */
static bool fills_its_blocks(const body *b, const cr_html_element *e)
{
    const cr_html_block *last = &b->page->blocks[e->next_block - 1];
    return last->end <= e->end || (last->end - e->end) * 2 < last->end - last->start;
}

/* A few words without an end beside a picture. */
static void drop_captions(body *b)
{
    for (size_t i = 1; i < b->page->n_elements; i++) {
        const cr_html_element *e = &b->page->elements[i];
        if (e->tag != CR_HTML_PICTURE)
            continue;
        for (int level = 0; level < CAPTION_LEVELS && e->first_block == e->next_block; level++)
            e = &b->page->elements[e->parent];
        if (e->next_block == e->first_block + 1 && !is_heading(b, e->first_block) && !b->finished[e->first_block] &&
            b->words[e->first_block] < PROSE_WORDS)
            b->dropped[e->first_block] = true;
    }
}

static void drop_furniture(body *b)
{
    uint32_t total = b->prose[b->page->n_blocks];
    for (size_t i = 1; i < b->page->n_elements;) {
        const cr_html_element *e = &b->page->elements[i];
        if (e->first_block < e->next_block && fills_its_blocks(b, e) && is_furniture(b, e, total)) {
            memset(b->dropped + e->first_block, true, e->next_block - e->first_block);
            i = e->next;
        } else {
            i++;
        }
    }
}

/* ---- the subtree ------------------------------------------------------------------------------------------------- */

/* A piece of a list or table, without links. */
static bool is_part(const body *b, size_t i)
{
    cr_html_tag tag = element_of(b, i)->tag;
    return (tag == CR_HTML_ITEM || tag == CR_HTML_CELL) && b->page->blocks[i].linked == 0;
}

static double value_of(const body *b, size_t i)
{
    double density = link_density(b, i), words = b->words[i];
    if (b->dropped[i])
        return 0;
    if (is_prose(b, i))
        return words * (1 - density) * (element_of(b, i)->tag == CR_HTML_PARAGRAPH ? 1.25 : 1);
    if (element_of(b, i)->tag == CR_HTML_HEADING)
        return density > 0.5 ? -3 : 0;
    if (density > 0.5)
        return -2 - words / 2;
    // a list or table without links is as likely the article's as not
    return is_part(b, i) ? 0 : -1;
}

static bool has_property(const cr_html_element *e, const char *name)
{
    return cr_view_equal(e->property, cr_view_of(name));
}

static bool is_named_body(const cr_html_element *e)
{
    return cr_view_find(e->property, CR_VIEW("articleBody")) >= 0;
}

/* The only element that is named as the article's text in so many words, if it holds something to read. */
static size_t named_subtree(const body *b)
{
    size_t found = 0;
    for (size_t i = 1; i < b->page->n_elements; i++) {
        const cr_html_element *e = &b->page->elements[i];
        if (!is_named_body(e) || words_in(b, e) < NAMED_WORDS)
            continue;
        if (found)
            return 0;
        found = i;
    }
    return found;
}

static size_t best_subtree(const body *b)
{
    size_t best = named_subtree(b);
    double most = -1;
    if (best)
        return best;
    for (size_t i = 0; i < b->page->n_elements; i++) {
        const cr_html_element *e = &b->page->elements[i];
        double sum = b->sum[e->next_block] - b->sum[e->first_block];
        if ((sum > 0 ? sum * BODY_WORTH : sum) < most)  // names take time to read
            continue;
        if (is_named_body(e))
            sum *= BODY_WORTH;
        else if (cr_page_names(e->names) & CR_NAMES_ARTICLE || e->tag == CR_HTML_ARTICLE)
            sum *= 1.2;
        if (sum >= most) {  // of equals the inner one
            most = sum;
            best = i;
        }
    }
    return best;
}

/* ---- what is taken ----------------------------------------------------------------------------------------------- */

static bool is_long(const body *b, size_t i)
{
    return b->words[i] >= PROSE_WORDS || (b->finished[i] && b->words[i] >= LEAD_WORDS);
}

static bool opens(const body *b, size_t i)
{
    return b->taken[i] && is_prose(b, i) && is_long(b, i);
}

static bool is_description(const body *b, size_t i)
{
    const cr_html_element *e = element_of(b, i);
    for (int level = 0; level < 3; level++) {
        if (has_property(e, "description"))
            return true;
        e = &b->page->elements[e->parent];
    }
    return false;
}

/* Some pages have the lead in a heading. */
static bool is_lead(const body *b, size_t i)
{
    const cr_html_element *e = element_of(b, i);
    return (e->tag != CR_HTML_HEADING || e->level > 1) && link_density(b, i) < 0.3 &&
           (is_long(b, i) || is_description(b, i));
}

static bool may_be_taken(const body *b, size_t i)
{
    double density = link_density(b, i);
    bool linked = density > 0.5 && (b->words[i] < 25 || density > 0.65);
    bool is_title = cr_page_same(text_of(b, i), b->facts->title);
    return !b->dropped[i] && !linked && !is_title && b->words[i] > 0;
}

static void take_blocks(body *b, const cr_html_element *root)
{
    for (uint32_t i = root->first_block; i < root->next_block; i++)
        b->taken[i] = may_be_taken(b, i);
}

/* The last heading before the root that is the title, or else the last of the first level. */
static const cr_html_element *headline_of(const body *b, const cr_html_element *root)
{
    const cr_html_element *title = NULL, *first_level = NULL;
    for (const cr_html_element *e = b->page->elements; e < root; e++) {
        if (e->tag != CR_HTML_HEADING || e->next_block > root->first_block)
            continue;
        if (cr_page_same(cr_view_slice(b->page->text, e->start, e->end), b->facts->title))
            title = e;
        else if (e->level == 1)
            first_level = e;
    }
    return title ? title : first_level;
}

/* What reads as a lead between the headline and the rest of the article. */
static void take_lead(body *b, const cr_html_element *root)
{
    const cr_html_element *headline = headline_of(b, root);
    for (uint32_t i = headline ? headline->next_block : root->first_block; i < root->first_block; i++)
        b->taken[i] = may_be_taken(b, i) && is_lead(b, i);
}

/* What may stand before and behind the long paragraphs. */
static bool is_rest(const body *b, size_t i)
{
    bool is_quoted = b->page->elements[element_of(b, i)->parent].tag == CR_HTML_QUOTE;
    return !is_heading(b, i) && (is_part(b, i) || is_quoted || (b->finished[i] && link_density(b, i) < 0.3));
}

static void trim_edges(body *b, const cr_html_element *root)
{
    uint32_t first = root->first_block, last = root->next_block;
    bool is_named = is_named_body(root) || cr_page_names(root->names) & CR_NAMES_ARTICLE;
    while (first < last && !opens(b, first))
        first++;
    while (last > first && !opens(b, last - 1))
        last--;
    for (uint32_t i = root->first_block; i < first; i++)
        b->taken[i] = b->taken[i] && (is_lead(b, i) || (is_named && is_rest(b, i)));
    for (uint32_t i = last; i < root->next_block; i++)
        b->taken[i] = b->taken[i] && is_rest(b, i);
}

static bool is_linked(const body *b, size_t i)
{
    return b->words[i] > 0 && link_density(b, i) > 0.5;
}

/* "More on this": a few words of their own before links. */
static bool is_label(const body *b, size_t i)
{
    return !is_heading(b, i) && !is_part(b, i) && !b->finished[i] && b->words[i] <= LABEL_WORDS;
}

/* A heading under which nothing was taken is none of the article's, nor are headings and labels of what was left out for its
 * links. */
static void drop_lone_headings(body *b, const cr_html_element *root)
{
    bool follows = false, text[7] = {false}, links[7] = {false},
         linked = false;  // behind it; under a heading of the level
    for (uint32_t i = root->next_block; i-- > root->first_block;) {
        if (!b->taken[i]) {
            linked = is_linked(b, i) || (linked && !b->words[i]);
            for (int level = 1; level <= 6 && linked; level++)
                links[level] = true;
        } else if (is_heading(b, i)) {
            int own = element_of(b, i)->level;
            b->taken[i] = follows && (text[own] || !links[own]);
            for (int level = own; level <= 6; level++)
                text[level] = links[level] = false;
            linked = false;
        } else {
            b->taken[i] = !(linked && is_label(b, i));
            linked = false;
            follows = follows || b->taken[i];
            for (int level = 1; level <= 6; level++)
                text[level] = text[level] || b->taken[i];
        }
    }
}

/* A list with a link in each item, and not much else, goes as a whole. */
static void drop_lists_of_links(body *b, const cr_html_element *root)
{
    for (const cr_html_element *e = root; e < b->page->elements + root->next; e++) {
        size_t linked = 0, size = 0, without = 0;
        for (uint32_t i = e->first_block; e->tag == CR_HTML_LIST && i < e->next_block; i++) {
            linked += b->page->blocks[i].linked;
            size += b->page->blocks[i].end - b->page->blocks[i].start;
            without += !b->page->blocks[i].linked;
        }
        if (!without && linked * 3 > size)
            memset(b->taken + e->first_block, false, e->next_block - e->first_block);
    }
}

/* The innermost element around a block that is no paragraph, heading, list or quotation. */
static const cr_html_element *container_of(const body *b, size_t i)
{
    const cr_html_element *e = element_of(b, i);
    while (e->tag == CR_HTML_PARAGRAPH || e->tag == CR_HTML_HEADING || e->tag == CR_HTML_ITEM ||
           e->tag == CR_HTML_LIST || e->tag == CR_HTML_QUOTE)
        e = &b->page->elements[e->parent];
    return e;
}

/* What stands twice in one place is the author's, as a refrain is; a copy elsewhere is the layout's. */
static void drop_repetitions(body *b)
{
    cr_map seen = {0};
    for (size_t i = 0; i < b->page->n_blocks; i++) {
        bool added;
        if (!b->taken[i])
            continue;
        cr_map_slot *slot = cr_map_put(&seen, text_of(b, i), &added);
        if (added)
            slot->value = i;
        b->taken[i] = container_of(b, i) == container_of(b, slot->value);
    }
    cr_map_release(&seen);
}

static void add_up(body *b)
{
    for (size_t i = 0; i < b->page->n_blocks; i++) {
        b->sum[i + 1] = b->sum[i] + value_of(b, i);
        b->prose[i + 1] = b->prose[i] + (is_prose(b, i) ? b->words[i] : 0);
    }
}

static void init(body *b, const cr_html_page *page, const cr_page_facts *facts, const cr_characters *characters,
                 bool *taken)
{
    size_t n = page->n_blocks;
    *b = (body){.page = page,
                .facts = facts,
                .characters = characters,
                .words = cr_allocate(n, sizeof *b->words),
                .finished = cr_allocate(n, sizeof *b->finished),
                .dropped = cr_allocate_zeroed(n, sizeof *b->dropped),
                .sum = cr_allocate_zeroed(n + 1, sizeof *b->sum),
                .prose = cr_allocate_zeroed(n + 1, sizeof *b->prose),
                .taken = taken};
    for (size_t i = 0; i < n; i++)
        read_block(b, i);
    add_up(b);
    drop_furniture(b);
    drop_captions(b);
}

static void release(body *b)
{
    free(b->words);
    free(b->finished);
    free(b->dropped);
    free(b->sum);
    free(b->prose);
}

static bool any_taken(const body *b)
{
    return memchr(b->taken, true, b->page->n_blocks * sizeof *b->taken) != NULL;
}

/* False: nothing was taken. */
static bool choose(body *b)
{
    add_up(b);
    const cr_html_element *root = &b->page->elements[best_subtree(b)];
    take_blocks(b, root);
    trim_edges(b, root);
    take_lead(b, root);
    drop_lists_of_links(b, root);
    drop_lone_headings(b, root);
    drop_repetitions(b);
    return any_taken(b);
}

void cr_page_choose(const cr_html_page *page, const cr_page_facts *facts, const cr_characters *characters, bool *taken)
{
    body b;
    memset(taken, false, page->n_blocks);
    if (page->n_blocks == 0)
        return;
    init(&b, page, facts, characters, taken);
    if (!choose(&b)) {  // some pages call the article "comments"
        b.nameless = true;
        memset(b.dropped, false, page->n_blocks);
        drop_furniture(&b);
        choose(&b);
    }
    release(&b);
}

void cr_page_choose_content(const cr_html_page *page, cr_view title, const cr_characters *characters, bool *taken)
{
    cr_page_facts facts = {.title = title};
    body b;
    memset(taken, false, page->n_blocks);
    if (page->n_blocks == 0)
        return;
    init(&b, page, &facts, characters, taken);
    take_blocks(&b, &page->elements[0]);
    drop_lone_headings(&b, &page->elements[0]);
    drop_repetitions(&b);
    if (!any_taken(&b))
        memset(taken, true, page->n_blocks);
    release(&b);
}
