#include "measure/oracle.h"

#include "base/map.h"

static const uint32_t NO_UNIT = UINT32_MAX, NO_WORD = UINT32_MAX;

static const double LEAST_GAIN = 1e-12;  // a smaller one is rounding

/* Only what stands in a reference can match, so words and pairs of words that do are numbered (units), and
 * all else is only counted by its length. */
struct units {
    uint32_t *of_word;      // [vocabulary] unit, or NO_UNIT
    cr_number_map of_pair;  // pair of words -> unit
    size_t n;
    uint32_t *wanted;  // [n_references][n] how often a reference has a unit
};

/* The choice so far, or a trial of one more. */
struct tally {
    size_t n_words;         // words of the choice
    size_t *words, *pairs;  // [n_references] matches
};

struct search {
    const cr_oracle_input *input;
    struct units units;
    uint32_t *have;     // [units.n] how often the choice has a unit
    uint32_t *touched;  // [n_touched] units that a trial added, for taking them back
    size_t n_touched;
    struct tally now, trial;
    bool *is_chosen;   // [n_sentences]
    uint32_t *before;  // [n_sentences] last word of the choice before a sentence, or NO_WORD
    uint32_t *behind;  // [n_sentences] first word of the choice behind it, or NO_WORD
};

static uint64_t pair_of(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32 | b;
}

static uint32_t unit_of_pair(const struct units *units, uint32_t a, uint32_t b)
{
    if (a == NO_WORD || b == NO_WORD)
        return NO_UNIT;
    const cr_number_slot *slot = cr_number_map_find(&units->of_pair, pair_of(a, b));
    return slot ? (uint32_t)slot->value : NO_UNIT;
}

static void number_units(struct units *units, const cr_oracle_input *input, size_t vocabulary, cr_arena *arena)
{
    units->of_word = CR_ARENA_ARRAY(arena, uint32_t, vocabulary);
    for (size_t i = 0; i < vocabulary; i++)
        units->of_word[i] = NO_UNIT;
    for (size_t r = 0; r < input->n_references; r++) {
        cr_rouge_text text = input->references[r];
        for (size_t i = 0; i < text.n; i++) {
            if (units->of_word[text.word[i]] == NO_UNIT)
                units->of_word[text.word[i]] = (uint32_t)units->n++;
            if (i == 0)
                continue;
            bool added;
            cr_number_slot *slot = cr_number_map_put(&units->of_pair, pair_of(text.word[i - 1], text.word[i]), &added);
            if (added)
                slot->value = units->n++;
        }
    }
    units->wanted = CR_ARENA_ZEROED(arena, uint32_t, units->n * input->n_references);
    for (size_t r = 0; r < input->n_references; r++) {
        cr_rouge_text text = input->references[r];
        uint32_t *wanted = units->wanted + r * units->n;
        for (size_t i = 0; i < text.n; i++) {
            wanted[units->of_word[text.word[i]]]++;
            if (i > 0)
                wanted[unit_of_pair(units, text.word[i - 1], text.word[i])]++;
        }
    }
}

/* Adds a unit to the trial. */
static void add_unit(struct search *s, uint32_t unit, size_t *matches)
{
    if (unit == NO_UNIT)
        return;
    uint32_t had = s->have[unit]++;
    for (size_t r = 0; r < s->input->n_references; r++)
        matches[r] += had < s->units.wanted[r * s->units.n + unit];
    s->touched[s->n_touched++] = unit;
}

/* The pair across the gap between two sentences, which one between them takes away. */
static void drop_pair(struct search *s, uint32_t unit)
{
    if (unit == NO_UNIT)
        return;
    uint32_t have = --s->have[unit];
    for (size_t r = 0; r < s->input->n_references; r++)
        s->trial.pairs[r] -= have < s->units.wanted[r * s->units.n + unit];
}

/* Finds the words next to which each sentence would come. */
static void find_neighbours(struct search *s)
{
    uint32_t word = NO_WORD;
    for (size_t i = 0; i < s->input->n_sentences; i++) {
        cr_rouge_text text = s->input->sentences[i];
        s->before[i] = word;
        if (s->is_chosen[i])
            word = text.word[text.n - 1];
    }
    word = NO_WORD;
    for (size_t i = s->input->n_sentences; i-- > 0;) {
        s->behind[i] = word;
        if (s->is_chosen[i])
            word = s->input->sentences[i].word[0];
    }
}

/* ROUGE-1 + ROUGE-2 of a tally, mean over the references. */
static double score(const struct search *s, const struct tally *tally)
{
    double sum = 0;
    for (size_t r = 0; r < s->input->n_references; r++) {
        size_t n = s->input->references[r].n;
        if (n > 0)
            sum += cr_rouge_f1(tally->words[r], n, tally->n_words) +
                   cr_rouge_f1(tally->pairs[r], n - 1, tally->n_words - 1);
    }
    return sum / (double)s->input->n_references;
}

/* Adds a sentence that has words to the trial. *gap is the pair that it took away, or NO_UNIT. */
static void add_sentence(struct search *s, size_t sentence, uint32_t *gap)
{
    cr_rouge_text text = s->input->sentences[sentence];
    uint32_t before = s->before[sentence], behind = s->behind[sentence];
    for (size_t r = 0; r < s->input->n_references; r++) {
        s->trial.words[r] = s->now.words[r];
        s->trial.pairs[r] = s->now.pairs[r];
    }
    s->trial.n_words = s->now.n_words + text.n;
    s->n_touched = 0;
    *gap = unit_of_pair(&s->units, before, behind);
    drop_pair(s, *gap);
    add_unit(s, unit_of_pair(&s->units, before, text.word[0]), s->trial.pairs);
    for (size_t i = 0; i < text.n; i++) {
        add_unit(s, s->units.of_word[text.word[i]], s->trial.words);
        if (i > 0)
            add_unit(s, unit_of_pair(&s->units, text.word[i - 1], text.word[i]), s->trial.pairs);
    }
    add_unit(s, unit_of_pair(&s->units, text.word[text.n - 1], behind), s->trial.pairs);
}

static void take_back(struct search *s, uint32_t gap)
{
    while (s->n_touched > 0)
        s->have[s->touched[--s->n_touched]]--;
    if (gap != NO_UNIT)
        s->have[gap]++;
}

/* The sentence that raises the score of the choice the most, among those of at most `room` words; n_sentences
 * if none does. */
static size_t best_sentence(struct search *s, size_t room)
{
    const cr_oracle_input *input = s->input;
    size_t best = input->n_sentences;
    double best_score = s->now.n_words > 0 ? score(s, &s->now) : 0;
    for (size_t i = 0; i < input->n_sentences; i++) {
        uint32_t gap;
        if (s->is_chosen[i] || input->sentences[i].n == 0 || input->length[i] > room)
            continue;
        add_sentence(s, i, &gap);
        double trial = score(s, &s->trial);
        take_back(s, gap);
        if (trial > best_score + LEAST_GAIN) {
            best = i;
            best_score = trial;
        }
    }
    return best;
}

static void choose(struct search *s, size_t sentence)
{
    uint32_t gap;
    add_sentence(s, sentence, &gap);
    s->is_chosen[sentence] = true;
    struct tally was = s->now;
    s->now = s->trial;
    s->trial = was;
    find_neighbours(s);
}

static void set_result(const struct search *s, size_t n_chosen, cr_arena *arena, cr_oracle *oracle)
{
    uint32_t *chosen = CR_ARENA_ARRAY(arena, uint32_t, n_chosen);
    uint32_t *word = CR_ARENA_ARRAY(arena, uint32_t, s->now.n_words);
    size_t n = 0, n_words = 0;
    for (size_t i = 0; i < s->input->n_sentences; i++) {
        if (!s->is_chosen[i])
            continue;
        chosen[n++] = (uint32_t)i;
        for (size_t k = 0; k < s->input->sentences[i].n; k++)
            word[n_words++] = s->input->sentences[i].word[k];
    }
    *oracle = (cr_oracle){chosen, n, {word, n_words}};
}

void cr_oracle_choose(const cr_oracle_input *input, size_t vocabulary, cr_arena *arena, cr_oracle *oracle)
{
    struct search s = {.input = input};
    size_t longest = 0, used = 0, n_chosen = 0;
    size_t most = input->max_sentences > 0 ? input->max_sentences : input->n_sentences;
    *oracle = (cr_oracle){0};
    if (input->n_references == 0)
        return;
    number_units(&s.units, input, vocabulary, arena);
    s.is_chosen = CR_ARENA_ZEROED(arena, bool, input->n_sentences);
    s.before = CR_ARENA_ARRAY(arena, uint32_t, input->n_sentences);
    s.behind = CR_ARENA_ARRAY(arena, uint32_t, input->n_sentences);
    for (size_t i = 0; i < input->n_sentences; i++)
        longest = input->sentences[i].n > longest ? input->sentences[i].n : longest;
    find_neighbours(&s);
    s.have = CR_ARENA_ZEROED(arena, uint32_t, s.units.n);
    s.touched = CR_ARENA_ARRAY(arena, uint32_t, 2 * longest + 1);
    s.now.words = CR_ARENA_ZEROED(arena, size_t, input->n_references);
    s.now.pairs = CR_ARENA_ZEROED(arena, size_t, input->n_references);
    s.trial.words = CR_ARENA_ZEROED(arena, size_t, input->n_references);
    s.trial.pairs = CR_ARENA_ZEROED(arena, size_t, input->n_references);
    while (n_chosen < most) {
        size_t best = best_sentence(&s, input->words > 0 ? input->words - used : SIZE_MAX);
        if (best == input->n_sentences && n_chosen == 0)
            best = best_sentence(&s, SIZE_MAX);
        if (best == input->n_sentences)
            break;
        choose(&s, best);
        n_chosen++;
        if (input->words > 0 && input->length[best] >= input->words - used)
            break;
        used += input->length[best];
    }
    cr_number_map_release(&s.units.of_pair);
    set_result(&s, n_chosen, arena, oracle);
}
