#include "article/title.h"

#include "base/utf8.h"
#include "text/shorten.h"

enum { LEAST_LETTERS = 12 };  // of a first sentence: before fewer, a stop is taken for an abbreviation's

cr_view cr_title_of_sentence(cr_view sentence, cr_arena *arena)
{
    cr_view title = cr_shorten(sentence, CR_TITLE_LENGTH, arena);
    cr_view stop = CR_VIEW("."), ideographic = CR_VIEW("\xE3\x80\x82");
    if (cr_view_ends(title, ideographic))
        title.size -= ideographic.size;
    else if (cr_view_ends(title, stop) && !cr_view_ends(title, CR_VIEW("..")))
        title.size -= stop.size;
    return title;
}

/* Bytes of the first sentence of a line. */
static size_t first_sentence(cr_view line, const cr_characters *characters)
{
    size_t letters = 0, word = 0;         // of the line; of the word before a stop
    bool ended = false, is_name = false;  // "Dr", "Mrs": a capital, then small letters
    for (size_t at = 0; at < line.size;) {
        size_t here = at;
        uint32_t class = cr_character_class(characters, cr_utf8_next(line, &at));
        if (ended && class & CR_CHAR_SPACE)
            return here;
        if (class & CR_CHAR_LETTER) {
            letters++;
            is_name = word == 0 ? (class & CR_CHAR_UPPER) != 0 : is_name && class & CR_CHAR_LOWER;
            word++;
            ended = false;
            continue;
        }
        if (class & CR_CHAR_END && letters >= LEAST_LETTERS)
            ended = true;
        else if (class & CR_CHAR_STOP && letters >= LEAST_LETTERS && word > (is_name ? 3 : 1))
            ended = true;
        else if (!(class & (CR_CHAR_CLOSE | CR_CHAR_QUOTE)))
            ended = false;
        if (ended && class & CR_CHAR_END && at < line.size) {  // "。" needs no space behind it
            size_t next = at;
            if (cr_character_class(characters, cr_utf8_next(line, &next)) & CR_CHAR_SPACELESS)
                return at;
        }
        if (!(class & CR_CHAR_MARK))
            word = 0;
    }
    return line.size;
}

void cr_title_derive(cr_article *article, const cr_characters *characters, cr_arena *arena)
{
    if (article->title.size)
        return;
    cr_view rest = article->text, line;
    size_t mark = 0;
    while (cr_view_next_line(&rest, &line)) {
        size_t start = (size_t)(line.data - article->text.data), end = start + line.size;
        while (mark < article->n_marks && article->marks[mark].end <= start)
            mark++;
        if (mark < article->n_marks && article->marks[mark].start < end) {
            if (article->marks[mark].end >= end || article->marks[mark].kind != CR_MARK_DATELINE)
                continue;
            start = article->marks[mark].end;  // a date before the first word
        }
        line = cr_view_trim(cr_view_slice(article->text, start, end));
        if (line.size == 0)
            continue;
        article->title = cr_title_of_sentence(cr_view_slice(line, 0, first_sentence(line, characters)), arena);
        article->title_derived = article->title.size > 0;
        return;
    }
}
