#include "entity/match.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "entity/forms.h"
#include "entity/spelling.h"
#include "text/tag.h"

#include <stdlib.h>
#include <string.h>

enum {
    MAX_FORMS = 1 << 18,  // then the forms of a language start anew
    MOST_STEPS = 256,     // of the trie from one piece
    MOST_ENTRIES = 64,    // entities of one name that are looked at
    MOST_ACRONYMS = 64,   // that one article defines
    ACRONYM_LEAST = 2,
    ACRONYM_MOST = 6,   // letters
    SUFFIX_MOST = 6,    // letters of what follows an apostrophe
    CAPTION_WORDS = 6,  // of a sentence in a caption, at least
    OF_TITLE = -1,      // sentence of the pieces of the title
};

/* What could be a name. */
typedef struct candidate {
    uint32_t start, end;  // pieces
    uint32_t entry;
    bool inflected;
} candidate;

/* A phrase in which an entity is none. */
typedef struct exclusion {
    uint32_t start, end;  // pieces
    uint32_t entity;
} exclusion;

/* What the document has said of an entity. */
typedef struct told {
    uint32_t document;  // the rest is of this one
    bool anywhere;      // its whole name stands somewhere in the prose
    bool before;        // before the piece that is looked at
    int8_t context;     // 1: a context word stands somewhere, 0: none does, -1: not looked up
} told;

typedef struct acronym {
    uint32_t sound, entity;
} acronym;

struct cr_matcher {
    const cr_entity_index *index;
    const cr_characters *characters;
    cr_forms *languages;
    uint32_t document;       // number of the one under way
    uint32_t *context_seen;  // [index->n_nodes] the last document with that context word
    told *told;              // [list->n_entities]
    // scratch
    cr_pieces pieces;
    uint32_t *form;  // [pieces.n]
    size_t form_capacity;
    candidate *candidates;
    size_t n_candidates, candidates_capacity;
    exclusion *exclusions;  // by start
    size_t n_exclusions, exclusions_capacity;
    cr_mention *mentions;
    size_t n_mentions, mentions_capacity;
    acronym acronyms[MOST_ACRONYMS];
    size_t n_acronyms;
};

/* A document under way. */
typedef struct run {
    cr_matcher *matcher;
    const cr_entity_index *index;
    const cr_document *document;
    cr_forms *forms;
    const cr_piece *pieces;
    size_t n_pieces;
} run;

const char *cr_mention_rule_name(cr_mention_rule rule)
{
    static const char *const names[] = {
        [CR_MENTION_NAME] = "name",
        [CR_MENTION_INFLECTION] = "inflection",
        [CR_MENTION_JOINED] = "joined",
        [CR_MENTION_SPELLING] = "spelling",
        [CR_MENTION_ACRONYM] = "acronym",
        [CR_MENTION_LEGAL_FORM] = "legal-form",
        [CR_MENTION_AFTER_NAME] = "short-after-name",
        [CR_MENTION_CONTEXT] = "short-with-context",
    };
    return names[rule];
}

cr_matcher *cr_matcher_new(const cr_entity_index *index, const cr_characters *characters)
{
    cr_matcher *matcher = cr_allocate_zeroed(1, sizeof *matcher);
    matcher->index = index;
    matcher->characters = characters;
    matcher->context_seen = cr_allocate_zeroed(index->n_nodes, sizeof *matcher->context_seen);
    matcher->told = cr_allocate_zeroed(index->list->n_entities, sizeof *matcher->told);
    return matcher;
}

void cr_matcher_free(cr_matcher *matcher)
{
    if (!matcher)
        return;
    for (cr_forms *forms = matcher->languages, *next; forms; forms = next) {
        next = forms->next;
        cr_forms_release(forms);
        free(forms);
    }
    free(matcher->context_seen);
    free(matcher->told);
    cr_pieces_release(&matcher->pieces);
    free(matcher->form);
    free(matcher->candidates);
    free(matcher->exclusions);
    free(matcher->mentions);
    free(matcher);
}

static cr_forms *forms_of(cr_matcher *matcher, const char *lang)
{
    cr_forms *forms = matcher->languages;
    while (forms && strcmp(forms->lang, lang) != 0)
        forms = forms->next;
    if (!forms) {
        const cr_entities *list = matcher->index->list;
        forms = cr_allocate_zeroed(1, sizeof *forms);
        memcpy(forms->lang, lang, sizeof forms->lang);
        for (size_t i = 0; i < list->n_endings; i++)
            if (strcmp(list->endings[i].lang, lang) == 0)
                forms->endings = &list->endings[i];
        forms->next = matcher->languages;
        matcher->languages = forms;
    } else if (forms->known.size > MAX_FORMS) {
        cr_forms_clear(forms);
    }
    return forms;
}

static told *told_of(const run *r, uint32_t entity)
{
    told *t = &r->matcher->told[entity];
    if (t->document != r->matcher->document)
        *t = (told){.document = r->matcher->document, .context = -1};
    return t;
}

/* The text that a piece stands in. */
static cr_view text_of(const run *r, size_t piece)
{
    const cr_article *article = r->document->article;
    return r->pieces[piece].sentence == (uint32_t)OF_TITLE ? article->title : article->text;
}

static const cr_form *form_of(const run *r, size_t piece)
{
    return &r->forms->items[r->matcher->form[piece]];
}

/* ---- the first walk: what could be a name ------------------------------------------------------------------------- */

static bool is_written_right(const run *r, uint32_t capitalised, uint32_t capitals, size_t start)
{
    for (size_t k = 0; (capitalised | capitals) >> k; k++) {
        unsigned flags = r->pieces[start + k].flags;
        if (capitals >> k & 1 && !(flags & CR_PIECE_CAPITALS))
            return false;
        if (capitalised >> k & 1 && flags & CR_PIECE_LOWER)
            return false;
        if (k == CR_NAME_PIECES - 1)
            break;
    }
    return true;
}

/* A run of katakana is one word. */
static bool cuts_katakana(const run *r, size_t start, size_t end)
{
    const cr_piece *pieces = r->pieces;
    if (pieces[start].flags & CR_PIECE_KATAKANA && start > 0 && pieces[start].gap == CR_GAP_NONE &&
        pieces[start - 1].flags & CR_PIECE_KATAKANA)
        return true;
    return end < r->n_pieces && pieces[end].flags & CR_PIECE_KATAKANA && pieces[end].gap == CR_GAP_NONE &&
           pieces[end - 1].flags & CR_PIECE_KATAKANA;
}

static bool is_better(const run *r, const candidate *a, const candidate *b)
{
    const cr_entry *x = &r->index->entries[a->entry], *y = &r->index->entries[b->entry];
    const cr_entity *entities = r->index->list->entities;
    if (a->end != b->end)
        return a->end > b->end;
    if (a->inflected != b->inflected)
        return !a->inflected;
    if (x->use != y->use)
        return x->use < y->use;
    if (entities[x->entity].followed != entities[y->entity].followed)
        return entities[x->entity].followed;
    return x->entity < y->entity;
}

/* Keeps the candidates of one start in order, the best first. */
static void add_candidate(const run *r, size_t first, candidate c)
{
    cr_matcher *m = r->matcher;
    m->candidates = cr_grow(m->candidates, &m->candidates_capacity, m->n_candidates + 1, sizeof *m->candidates);
    size_t at = m->n_candidates++;
    for (; at > first && is_better(r, &c, &m->candidates[at - 1]); at--)
        m->candidates[at] = m->candidates[at - 1];
    m->candidates[at] = c;
}

static void take_node(const run *r, uint32_t node, size_t first, size_t start, size_t end, bool inflected)
{
    cr_matcher *m = r->matcher;
    const cr_entry_node *at = &r->index->nodes[node];
    if (at->is_context && is_written_right(r, at->capitalised, at->capitals, start))
        m->context_seen[node] = m->document;
    size_t n = 0;
    for (uint32_t e = at->nots; e && n < MOST_ENTRIES; e = r->index->entries[e - 1].next, n++) {
        m->exclusions = cr_grow(m->exclusions, &m->exclusions_capacity, m->n_exclusions + 1, sizeof *m->exclusions);
        m->exclusions[m->n_exclusions++] = (exclusion){(uint32_t)start, (uint32_t)end, r->index->entries[e - 1].entity};
    }
    n = 0;
    for (uint32_t e = at->names; e && n < MOST_ENTRIES; e = r->index->entries[e - 1].next, n++) {
        const cr_entry *entry = &r->index->entries[e - 1];
        if ((!entry->lang || cr_tag_same_language(entry->lang, r->document->lang)) &&
            is_written_right(r, entry->capitalised, entry->capitals, start) && !cuts_katakana(r, start, end))
            add_candidate(r, first, (candidate){(uint32_t)start, (uint32_t)end, e - 1, inflected});
    }
}

static void walk(const run *r, uint32_t node, size_t first, size_t start, size_t at, bool inflected, size_t *steps)
{
    if (at > start)
        take_node(r, node, first, start, at, inflected);
    if (at == r->n_pieces || at - start == CR_NAME_PIECES || (at > start && r->pieces[at].gap > CR_GAP_JOIN))
        return;
    const cr_form *form = form_of(r, at);
    for (uint32_t k = 0; k <= form->n_near; k++) {
        uint32_t vocable = k ? r->forms->near[form->near + k - 1] + 1 : form->exact;
        if (!vocable || *steps == MOST_STEPS)
            continue;
        ++*steps;
        const cr_number_slot *slot = cr_number_map_find(&r->index->steps, (uint64_t)node << 32 | (vocable - 1));
        if (slot)
            walk(r, (uint32_t)slot->value, first, start, at + 1, inflected || k > 0, steps);
    }
}

static void gather(const run *r)
{
    for (size_t i = 0; i < r->n_pieces; i++) {
        const cr_form *form = form_of(r, i);
        if (r->pieces[i].flags & CR_PIECE_LOWER)
            r->forms->lower[form->sound] = r->matcher->document;
        size_t steps = 0;
        if (form->exact || form->n_near)
            walk(r, 0, r->matcher->n_candidates, i, i, false, &steps);
    }
}

/* ---- conditions --------------------------------------------------------------------------------------------------- */

static bool is_excluded(const run *r, size_t start, size_t end, uint32_t entity)
{
    const cr_matcher *m = r->matcher;
    size_t low = 0, high = m->n_exclusions, from = start >= CR_NAME_PIECES ? start - CR_NAME_PIECES : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->exclusions[middle].start < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < m->n_exclusions && m->exclusions[low].start <= start; low++)
        if (m->exclusions[low].entity == entity && m->exclusions[low].end >= end)
            return true;
    return false;
}

static bool has_context(const run *r, uint32_t entity)
{
    told *t = told_of(r, entity);
    if (t->context < 0) {
        t->context = 0;
        for (size_t k = r->index->context_start[entity]; k < r->index->context_start[entity + 1]; k++)
            if (r->matcher->context_seen[r->index->contexts[k]] == r->matcher->document)
                t->context = 1;
    }
    return t->context > 0;
}

/* Behind the legal form that follows at `at`, or `at` itself. */
static size_t legal_end(const run *r, size_t at, uint32_t entity)
{
    uint32_t node = 1;
    size_t end = at;
    for (size_t i = at; i < r->n_pieces && i - at < CR_NAME_PIECES; i++) {
        unsigned gap = r->pieces[i].gap;
        if (gap == CR_GAP_BREAK || (gap == CR_GAP_COMMA && i > at) || !form_of(r, i)->exact)
            break;
        const cr_number_slot *slot = cr_number_map_find(&r->index->steps,
                                                        (uint64_t)node << 32 | (form_of(r, i)->exact - 1));
        if (!slot)
            break;
        node = (uint32_t)slot->value;
        size_t n = 0;
        for (uint32_t e = r->index->nodes[node].names; e && n < MOST_ENTRIES; e = r->index->entries[e - 1].next, n++) {
            const cr_entry *entry = &r->index->entries[e - 1];
            if ((entry->entity == entity || entry->entity == UINT32_MAX) &&
                is_written_right(r, entry->capitalised, entry->capitals, at))
                end = i + 1;
        }
    }
    return end;
}

static bool is_heading(const run *r, size_t piece)
{
    uint32_t sentence = r->pieces[piece].sentence;
    return sentence == (uint32_t)OF_TITLE ||
           r->document->sentences[sentence].flags & (CR_SENTENCE_TITLE | CR_SENTENCE_HEADING);
}

/* In furniture only whom the prose speaks of is mentioned. */
static bool is_idle(const run *r, size_t piece, uint32_t entity)
{
    return r->pieces[piece].flags & CR_PIECE_FURNITURE && !told_of(r, entity)->anywhere;
}

/* How sure a candidate is: 0 none at all. */
static int weigh(const run *r, const candidate *c, cr_mention_rule *rule)
{
    const cr_entry *entry = &r->index->entries[c->entry];
    if (is_excluded(r, c->start, c->end, entry->entity) || is_idle(r, c->start, entry->entity))
        return 0;
    if (entry->use == CR_ALIAS_FULL) {
        *rule = c->inflected ? CR_MENTION_INFLECTION : CR_MENTION_NAME;
        return 4;
    }
    const told *t = told_of(r, entry->entity);
    if (legal_end(r, c->end, entry->entity) > c->end && !entry->is_surname) {
        *rule = CR_MENTION_LEGAL_FORM;
        return 3;
    }
    if (t->before || (t->anywhere && is_heading(r, c->start))) {
        *rule = CR_MENTION_AFTER_NAME;
        return 2;
    }
    if (!entry->is_surname && has_context(r, entry->entity)) {
        *rule = CR_MENTION_CONTEXT;
        return 1;
    }
    return 0;
}

/* ---- the second walk: decisions ----------------------------------------------------------------------------------- */

static bool is_apostrophe_or_colon(const run *r, cr_view between)
{
    if (cr_view_equal(between, CR_VIEW("'")) || cr_view_equal(between, CR_VIEW("’")))
        return true;
    bool colon = strcmp(r->forms->lang, "fi") == 0 || strcmp(r->forms->lang, "sv") == 0;
    return colon && cr_view_equal(between, CR_VIEW(":"));
}

/* Behind a suffix that an apostrophe parts from the name, or `end` itself. */
static size_t suffix_end(const run *r, size_t end)
{
    if (end == 0 || end >= r->n_pieces || r->pieces[end].sentence != r->pieces[end - 1].sentence)
        return end;
    const cr_piece *piece = &r->pieces[end];
    cr_view between = cr_view_slice(text_of(r, end), r->pieces[end - 1].end, piece->start);
    bool is_suffix = piece->flags & CR_PIECE_LOWER && !(piece->flags & CR_PIECE_NUMBER) &&
                     piece->letters <= SUFFIX_MOST;
    return is_suffix && is_apostrophe_or_colon(r, between) ? end + 1 : end;
}

static void add_mention(const run *r, size_t start, size_t end, uint32_t entity, cr_mention_rule rule)
{
    cr_matcher *m = r->matcher;
    m->mentions = cr_grow(m->mentions, &m->mentions_capacity, m->n_mentions + 1, sizeof *m->mentions);
    m->mentions[m->n_mentions++] = (cr_mention){entity, r->pieces[start].start, r->pieces[end - 1].end,
                                                r->pieces[start].sentence, rule};
}

static const acronym *find_acronym(const run *r, size_t piece)
{
    const cr_matcher *m = r->matcher;
    if (!(r->pieces[piece].flags & CR_PIECE_CAPITALS))
        return NULL;
    for (size_t k = 0; k < m->n_acronyms; k++)
        if (m->acronyms[k].sound == form_of(r, piece)->sound)
            return &m->acronyms[k];
    return NULL;
}

/* Its letters stand in the name in their order, the first one first. */
static bool abbreviates(const run *r, size_t piece, size_t start, size_t end)
{
    cr_view letters = form_of(r, piece)->plain;
    size_t at = 0;
    uint32_t wanted = letters.size ? cr_utf8_next(letters, &at) : 0;
    for (size_t i = start; i < end; i++) {
        cr_view plain = form_of(r, i)->plain;
        for (size_t k = 0; k < plain.size;) {
            if (cr_utf8_next(plain, &k) != wanted)
                continue;
            if (at == letters.size)
                return true;
            wanted = cr_utf8_next(letters, &at);
        }
    }
    return false;
}

static bool is_opening(cr_view between)
{
    between = cr_view_trim(between);
    return cr_view_equal(between, CR_VIEW("(")) || cr_view_equal(between, CR_VIEW("（"));
}

static bool closes_at(cr_view text, size_t at)
{
    return cr_view_starts(cr_view_slice(text, at, text.size), CR_VIEW(")")) ||
           cr_view_starts(cr_view_slice(text, at, text.size), CR_VIEW("）"));
}

static bool may_be_acronym(const run *r, size_t piece, size_t start, size_t end)
{
    const cr_piece *p = &r->pieces[piece];
    uint32_t first, initial;
    size_t at = 0, other = 0;
    if (!(p->flags & CR_PIECE_CAPITALS) || p->letters < ACRONYM_LEAST || p->letters > ACRONYM_MOST)
        return false;
    first = cr_utf8_next(form_of(r, piece)->plain, &at);
    initial = cr_utf8_next(form_of(r, start)->plain, &other);
    return first == initial && abbreviates(r, piece, start, end);
}

static void define(const run *r, size_t piece, uint32_t entity)
{
    cr_matcher *m = r->matcher;
    if (m->n_acronyms < MOST_ACRONYMS)
        m->acronyms[m->n_acronyms++] = (acronym){form_of(r, piece)->sound, entity};
}

/* "European Central Bank (ECB)" and "ECB (European Central Bank)". */
static void learn_acronym(const run *r, size_t start, size_t end, uint32_t entity)
{
    const cr_piece *pieces = r->pieces;
    cr_matcher *m = r->matcher;
    if (end < r->n_pieces && pieces[end].sentence == pieces[start].sentence && end > start + 1) {
        cr_view text = text_of(r, end);
        if (is_opening(cr_view_slice(text, pieces[end - 1].end, pieces[end].start)) &&
            closes_at(text, pieces[end].end) && may_be_acronym(r, end, start, end))
            define(r, end, entity);
    }
    if (start > 0 && pieces[start - 1].sentence == pieces[start].sentence && end > start + 1) {
        cr_view text = text_of(r, start);
        bool is_free = !m->n_mentions || m->mentions[m->n_mentions - 1].sentence != pieces[start].sentence ||
                       m->mentions[m->n_mentions - 1].end <= pieces[start - 1].start;
        if (is_opening(cr_view_slice(text, pieces[start - 1].end, pieces[start].start)) &&
            closes_at(text, pieces[end - 1].end) && may_be_acronym(r, start - 1, start, end) && is_free) {
            define(r, start - 1, entity);
            add_mention(r, start - 1, start, entity, CR_MENTION_ACRONYM);
        }
    }
}

/* Inside a product's name its maker's is one too. */
static void add_inner(const run *r, size_t c, size_t start, size_t end, uint32_t product)
{
    const cr_matcher *m = r->matcher;
    const cr_entity *entities = r->index->list->entities;
    size_t covered = start;
    for (; c < m->n_candidates && m->candidates[c].start < end; c++) {
        const candidate *inner = &m->candidates[c];
        const cr_entry *entry = &r->index->entries[inner->entry];
        if (inner->start < covered || inner->end > end || entry->entity == product || entry->use != CR_ALIAS_FULL ||
            entities[entry->entity].kind == CR_ENTITY_PRODUCT ||
            is_excluded(r, inner->start, inner->end, entry->entity))
            continue;
        add_mention(r, inner->start, inner->end, entry->entity,
                    inner->inflected ? CR_MENTION_INFLECTION : CR_MENTION_NAME);
        told_of(r, entry->entity)->before = true;
        covered = inner->end;
    }
}

/* Tells a mention; returns the piece behind it. */
static size_t accept(const run *r, size_t c, size_t start, size_t end, uint32_t entity, cr_mention_rule rule)
{
    size_t name_end = end;
    bool whole = rule != CR_MENTION_AFTER_NAME && rule != CR_MENTION_CONTEXT && rule != CR_MENTION_ACRONYM;
    if (whole)
        learn_acronym(r, start, end, entity);
    end = suffix_end(r, end);
    if (end == name_end)
        end = legal_end(r, end, entity);
    add_mention(r, start, end, entity, rule);
    if (r->index->list->entities[entity].kind == CR_ENTITY_PRODUCT)
        add_inner(r, c, start, name_end, entity);
    told_of(r, entity)->before |= whole;
    return end;
}

/* The best of the candidates that start at a piece, [c, end), or `end`: the longest that holds, and of those the surest. */
static size_t choose(const run *r, size_t c, size_t end, cr_mention_rule *rule)
{
    size_t chosen = end;
    int best = 0;
    for (; c < end; c++) {
        cr_mention_rule its = CR_MENTION_NAME;
        if (chosen != end && r->matcher->candidates[c].end < r->matcher->candidates[chosen].end)
            break;
        int weight = weigh(r, &r->matcher->candidates[c], &its);
        if (weight > best) {
            best = weight;
            chosen = c;
            *rule = its;
        }
    }
    return chosen;
}

static bool may_be_misspelt(const cr_piece *piece)
{
    return !(piece->flags & (CR_PIECE_LOWER | CR_PIECE_NUMBER | CR_PIECE_SPACELESS | CR_PIECE_SYMBOL));
}

static void decide(const run *r)
{
    cr_matcher *m = r->matcher;
    size_t c = 0;
    for (size_t i = 0; i < r->n_pieces;) {
        while (c < m->n_candidates && m->candidates[c].start < i)
            c++;
        size_t end = c;
        while (end < m->n_candidates && m->candidates[end].start == i)
            end++;
        cr_mention_rule rule = CR_MENTION_NAME;
        cr_spelling spelling;
        size_t chosen = choose(r, c, end, &rule);
        const acronym *defined = find_acronym(r, i);
        if (defined && (chosen == end || m->candidates[chosen].end == i + 1)) {
            i = accept(r, end, i, i + 1, defined->entity, CR_MENTION_ACRONYM);
        } else if (chosen != end) {
            i = accept(r, c, i, m->candidates[chosen].end, r->index->entries[m->candidates[chosen].entry].entity, rule);
        } else if (may_be_misspelt(&r->pieces[i]) &&
                   cr_spelling_find(r->index, r->forms, &r->pieces[i], &m->form[i], r->n_pieces - i, m->document,
                                    &spelling) &&
                   !is_excluded(r, i, i + spelling.n_pieces, r->index->entries[spelling.entry].entity) &&
                   !is_idle(r, i, r->index->entries[spelling.entry].entity)) {
            i = accept(r, end, i, i + spelling.n_pieces, r->index->entries[spelling.entry].entity,
                       spelling.exact ? CR_MENTION_JOINED : CR_MENTION_SPELLING);
        } else {
            i++;
        }
    }
}

/* ---- the whole ---------------------------------------------------------------------------------------------------- */

/* Furniture that speaks of nobody. A caption is furniture too, but its whole sentences speak of whom the article is about. */
static bool is_menu(const cr_sentence *sentence)
{
    return sentence->flags & CR_SENTENCE_BOILERPLATE &&
           (sentence->n_words < CAPTION_WORDS || sentence->flags & (CR_SENTENCE_UNFINISHED | CR_SENTENCE_QUESTION));
}

static void cut_pieces(run *r)
{
    cr_matcher *m = r->matcher;
    const cr_article *article = r->document->article;
    m->pieces.n = 0;
    if (article->title.size)
        cr_pieces_add(&m->pieces, article->title, 0, article->title.size, (uint32_t)OF_TITLE, m->characters);
    for (size_t s = 0; s < r->document->n_sentences; s++) {
        const cr_sentence *sentence = &r->document->sentences[s];
        if (sentence->flags & CR_SENTENCE_CODE || is_menu(sentence))
            continue;
        size_t first = m->pieces.n;
        cr_pieces_add(&m->pieces, article->text, sentence->start, sentence->end, (uint32_t)s, m->characters);
        for (size_t i = first; sentence->flags & CR_SENTENCE_BOILERPLATE && i < m->pieces.n; i++)
            m->pieces.items[i].flags |= CR_PIECE_FURNITURE;
    }
    r->pieces = m->pieces.items;
    r->n_pieces = m->pieces.n;
    m->form = cr_grow(m->form, &m->form_capacity, r->n_pieces, sizeof *m->form);
    for (size_t i = 0; i < r->n_pieces; i++)
        m->form[i] = cr_forms_find(r->forms, r->index,
                                   cr_view_slice(text_of(r, i), r->pieces[i].start, r->pieces[i].end), &r->pieces[i]);
}

/* Parts the mentions of the title from those of the text. */
static void hand_over(const run *r, cr_arena *arena, cr_mentions *mentions)
{
    const cr_matcher *m = r->matcher;
    size_t n_title = 0, in_title = 0;
    while (in_title < m->n_mentions && m->mentions[in_title].sentence == (uint32_t)OF_TITLE)
        in_title++;
    uint32_t *title = CR_ARENA_ARRAY(arena, uint32_t, in_title);
    for (size_t i = 0; i < in_title; i++) {
        size_t k = 0;
        while (k < n_title && title[k] != m->mentions[i].entity)
            k++;
        if (k == n_title)
            title[n_title++] = m->mentions[i].entity;
    }
    size_t n = m->n_mentions - in_title;
    cr_mention *items = CR_ARENA_ARRAY(arena, cr_mention, n);
    if (n)
        memcpy(items, m->mentions + in_title, n * sizeof *items);
    *mentions = (cr_mentions){items, n, title, n_title};
}

void cr_matcher_find(cr_matcher *matcher, const cr_document *document, cr_arena *arena, cr_mentions *mentions)
{
    run r = {
        .matcher = matcher, .index = matcher->index, .document = document, .forms = forms_of(matcher, document->lang)};
    matcher->document++;
    matcher->n_candidates = matcher->n_exclusions = matcher->n_mentions = matcher->n_acronyms = 0;
    cut_pieces(&r);
    gather(&r);
    for (size_t c = 0; c < matcher->n_candidates; c++) {
        const candidate *found = &matcher->candidates[c];
        const cr_entry *entry = &matcher->index->entries[found->entry];
        if (entry->use == CR_ALIAS_FULL && !(r.pieces[found->start].flags & CR_PIECE_FURNITURE) &&
            !is_excluded(&r, found->start, found->end, entry->entity))
            told_of(&r, entry->entity)->anywhere = true;
    }
    decide(&r);
    hand_over(&r, arena, mentions);
}
