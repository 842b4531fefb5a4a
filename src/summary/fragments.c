#include "summary/fragments.h"

#include "text/tag.h"

enum {
    CAPTION_WORDS = 12,  // a caption alone in its paragraph has no more
    LABEL_WORDS = 4,     // nor the label before a colon more than these
};

cr_cut cr_cut_of(const cr_document *document)
{
    size_t prose = 0, paragraphs = 0, first = document->n_sentences;
    for (size_t s = document->n_sentences; s-- > 0;) {
        if (document->sentences[s].flags & CR_SENTENCE_NO_PROSE)
            continue;
        first = s;
        prose++;
        paragraphs += (document->sentences[s].flags & CR_SENTENCE_PARAGRAPH) != 0;
    }
    return (cr_cut){.first = first, .short_paragraphs = paragraphs * 2 > prose};
}

/* "Griffin, in January of 2010.", "2:08 p.m. in Paris, 8:08 p.m. there.": names, figures and stop words alone, or one word more
 * among figures. */
static bool lacks_words(const cr_document *document, const cr_sentence *sentence)
{
    size_t names = 0, figures = 0, others = 0;
    for (size_t i = 0; i < sentence->n_tokens; i++) {
        const cr_token *token = &document->tokens[sentence->first_token + i];
        if (token->flags & CR_TOKEN_NUMBER)
            figures++;
        else if (token->flags & CR_TOKEN_CAPITALISED)
            names++;
        else
            others += !document->terms[token->term].is_stop;
    }
    bool tells_names = !cr_tag_capitalises_nouns(document->lang);
    return (tells_names && others == 0 && names >= 2) || (others <= 1 && figures * 3 >= sentence->n_tokens);
}

/* "Reopened: The bridge is one way until spring." */
static bool opens_with_label(const cr_document *document, const cr_sentence *sentence)
{
    const cr_token *token = &document->tokens[sentence->first_token];
    for (size_t i = 0; i + 1 < sentence->n_tokens && i < LABEL_WORDS; i++) {
        cr_view gap = cr_view_slice(document->article->text, token[i].end, token[i + 1].start);
        if (cr_view_equal(gap, CR_VIEW(": ")))
            return token[i + 1].flags & CR_TOKEN_CAPITALISED;
        if (gap.size > 1)
            return false;
    }
    return false;
}

static bool ends_with_colon(cr_view text)
{
    return cr_view_ends(text, CR_VIEW(":")) || cr_view_ends(text, CR_VIEW("\xEF\xBC\x9A"));
}

/* The rest of a sentence opens with a small letter; "iPhone" and the articles of "'s Avonds" and "'n Man" open a whole one. */
static bool is_cut_off(const cr_document *document, const cr_sentence *sentence)
{
    const cr_token *token = &document->tokens[sentence->first_token];
    if (!sentence->n_tokens || !(token->flags & CR_TOKEN_LOWER))
        return false;
    cr_view text = document->article->text;
    for (size_t i = token->start; i < token->end; i++)
        if (text.data[i] >= 'A' && text.data[i] <= 'Z')
            return false;
    cr_view before = cr_view_slice(text, sentence->start, token->start);
    bool is_elided = cr_view_ends(before, CR_VIEW("'")) || cr_view_ends(before, CR_VIEW("’"));
    return !(is_elided && token->end - token->start == 1);
}

bool cr_is_fragment(const cr_document *document, size_t s, const cr_cut *cut)
{
    const cr_sentence *sentence = &document->sentences[s];
    if (is_cut_off(document, sentence))
        return true;
    bool last = s + 1 == document->n_sentences || document->sentences[s + 1].flags & CR_SENTENCE_PARAGRAPH;
    if (last && ends_with_colon(cr_document_sentence(document, s)))  // what it announces stands elsewhere
        return true;
    if (s != cut->first && last && sentence->flags & CR_SENTENCE_PARAGRAPH &&
        ((sentence->n_words <= CAPTION_WORDS && !cut->short_paragraphs) || opens_with_label(document, sentence)))
        return true;
    return lacks_words(document, sentence);
}
