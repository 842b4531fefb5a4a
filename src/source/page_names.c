/* Words that authors of pages use in class, id and role. */
#include "source/page.h"

#include <string.h>

typedef struct known_name {
    const char *word;
    unsigned what;
} known_name;

/* Beginnings of words. */
static const known_name BEGINNINGS[] = {
    {"advert", CR_NAMES_FURNITURE},     {"affiliate", CR_NAMES_FURNITURE},  {"banner", CR_NAMES_FURNITURE},
    {"blogroll", CR_NAMES_FURNITURE},   {"bookmark", CR_NAMES_FURNITURE},   {"breadcrumb", CR_NAMES_FURNITURE},
    {"byline", CR_NAMES_FURNITURE},     {"caption", CR_NAMES_CAPTION},      {"comment", CR_NAMES_COMMENTS},
    {"consent", CR_NAMES_FURNITURE},    {"cookie", CR_NAMES_FURNITURE},     {"copyright", CR_NAMES_FURNITURE},
    {"dateline", CR_NAMES_FURNITURE},   {"disclaimer", CR_NAMES_FURNITURE}, {"disqus", CR_NAMES_COMMENTS},
    {"facebook", CR_NAMES_FURNITURE},   {"footer", CR_NAMES_FURNITURE},     {"gdpr", CR_NAMES_FURNITURE},
    {"jetpack", CR_NAMES_FURNITURE},    {"kommentar", CR_NAMES_COMMENTS},   {"legende", CR_NAMES_CAPTION},
    {"lightbox", CR_NAMES_FURNITURE},   {"login", CR_NAMES_FURNITURE},      {"masthead", CR_NAMES_FURNITURE},
    {"metadata", CR_NAMES_FURNITURE},   {"modal", CR_NAMES_FURNITURE},      {"mostread", CR_NAMES_FURNITURE},
    {"navbar", CR_NAMES_FURNITURE},     {"navi", CR_NAMES_FURNITURE},       {"newsletter", CR_NAMES_FURNITURE},
    {"outbrain", CR_NAMES_FURNITURE},   {"overlay", CR_NAMES_FURNITURE},    {"pagination", CR_NAMES_FURNITURE},
    {"pager", CR_NAMES_FURNITURE},      {"partner", CR_NAMES_FURNITURE},    {"popular", CR_NAMES_FURNITURE},
    {"popup", CR_NAMES_FURNITURE},      {"promo", CR_NAMES_FURNITURE},      {"recirc", CR_NAMES_FURNITURE},
    {"recommend", CR_NAMES_FURNITURE},  {"related", CR_NAMES_FURNITURE},    {"replies", CR_NAMES_COMMENTS},
    {"respond", CR_NAMES_COMMENTS},     {"rss", CR_NAMES_FURNITURE},        {"sharing", CR_NAMES_FURNITURE},
    {"sharedaddy", CR_NAMES_FURNITURE}, {"shoutbox", CR_NAMES_COMMENTS},    {"sidebar", CR_NAMES_FURNITURE},
    {"signup", CR_NAMES_FURNITURE},     {"social", CR_NAMES_FURNITURE},     {"sponsor", CR_NAMES_FURNITURE},
    {"subscri", CR_NAMES_FURNITURE},    {"syndicat", CR_NAMES_FURNITURE},   {"taboola", CR_NAMES_FURNITURE},
    {"teaser", CR_NAMES_FURNITURE},     {"toolbar", CR_NAMES_FURNITURE},    {"tooltip", CR_NAMES_FURNITURE},
    {"trending", CR_NAMES_FURNITURE},   {"widget", CR_NAMES_FURNITURE},
};

/* Whole words, of one part of a name ("share" in "share-bar") or several parts together. */
static const known_name WHOLE[] = {
    {"aboutauthor", CR_NAMES_FURNITURE},
    {"ad", CR_NAMES_FURNITURE},
    {"ads", CR_NAMES_FURNITURE},
    {"alert", CR_NAMES_FURNITURE},
    {"articlebody", CR_NAMES_ARTICLE},
    {"articlecontent", CR_NAMES_ARTICLE},
    {"articletext", CR_NAMES_ARTICLE},
    {"aside", CR_NAMES_FURNITURE},
    {"auteur", CR_NAMES_AUTHOR},
    {"author", CR_NAMES_AUTHOR},
    {"authorbio", CR_NAMES_FURNITURE},
    {"authorbox", CR_NAMES_FURNITURE},
    {"authorinfo", CR_NAMES_FURNITURE},
    {"authors", CR_NAMES_AUTHOR},
    {"autor", CR_NAMES_AUTHOR},
    {"autore", CR_NAMES_AUTHOR},
    {"bio", CR_NAMES_FURNITURE},
    {"bodytext", CR_NAMES_ARTICLE},
    {"byline", CR_NAMES_AUTHOR},
    {"cat", CR_NAMES_FURNITURE},
    {"complementary", CR_NAMES_FURNITURE},
    {"contentbody", CR_NAMES_ARTICLE},
    {"contentinfo", CR_NAMES_FURNITURE},
    {"credit", CR_NAMES_CAPTION},
    {"credits", CR_NAMES_CAPTION},
    {"date", CR_NAMES_DATE},
    {"datetime", CR_NAMES_DATE},
    {"datum", CR_NAMES_DATE},
    {"dialog", CR_NAMES_FURNITURE},
    {"entrycontent", CR_NAMES_ARTICLE},
    {"fecha", CR_NAMES_DATE},
    {"foot", CR_NAMES_FURNITURE},
    {"fulltext", CR_NAMES_ARTICLE},
    {"keywords", CR_NAMES_FURNITURE},
    {"menu", CR_NAMES_FURNITURE},
    {"meta", CR_NAMES_FURNITURE | CR_NAMES_DATE},
    {"morefrom", CR_NAMES_FURNITURE},
    {"morenews", CR_NAMES_FURNITURE},
    {"nav", CR_NAMES_FURNITURE},
    {"navigation", CR_NAMES_FURNITURE},
    {"postbody", CR_NAMES_ARTICLE},
    {"postcontent", CR_NAMES_ARTICLE},
    {"print", CR_NAMES_FURNITURE},
    {"pubdate", CR_NAMES_DATE},
    {"published", CR_NAMES_DATE},
    {"rating", CR_NAMES_FURNITURE},
    {"readmore", CR_NAMES_FURNITURE},
    {"readnext", CR_NAMES_FURNITURE},
    {"search", CR_NAMES_FURNITURE},
    {"seealso", CR_NAMES_FURNITURE},
    {"share", CR_NAMES_FURNITURE},
    {"shares", CR_NAMES_FURNITURE},
    {"sponsored", CR_NAMES_FURNITURE},
    {"storybody", CR_NAMES_ARTICLE},
    {"storycontent", CR_NAMES_ARTICLE},
    {"storytext", CR_NAMES_ARTICLE},
    {"tag", CR_NAMES_FURNITURE},
    {"taglist", CR_NAMES_FURNITURE},
    {"tags", CR_NAMES_FURNITURE},
    {"timestamp", CR_NAMES_DATE},
    {"tools", CR_NAMES_FURNITURE},
    {"twitter", CR_NAMES_FURNITURE},
    {"upnext", CR_NAMES_FURNITURE},
    {"verfasser", CR_NAMES_AUTHOR},
};

enum { LONGEST = 64, LOOKED_AT = 512 };  // bytes of a word; of all names of an element

static unsigned find_beginning(const char *word)
{
    unsigned found = 0;
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        if (*word == *BEGINNINGS[i].word && strncmp(word, BEGINNINGS[i].word, strlen(BEGINNINGS[i].word)) == 0)
            found |= BEGINNINGS[i].what;
    return found;
}

static unsigned find_whole(const char *word)
{
    for (size_t i = 0; i < sizeof WHOLE / sizeof *WHOLE; i++)
        if (*word == *WHOLE[i].word && strcmp(word, WHOLE[i].word) == 0)
            return WHOLE[i].what;
    return 0;
}

/* One name: its parts ("entry-content", "relatedPosts"), and every two neighbours together. */
static unsigned read_name(cr_view name)
{
    unsigned found = 0;
    char parts[2][LONGEST] = {"", ""}, both[2 * LONGEST];
    size_t n = 0;
    for (size_t at = 0; at < name.size;) {
        size_t size = 0;
        for (; at < name.size && size + 1 < LONGEST; at++) {
            char c = name.data[at];
            if (!cr_is_alpha(c))
                break;
            bool hump = size && c >= 'A' && c <= 'Z' && name.data[at - 1] >= 'a' && name.data[at - 1] <= 'z';
            if (hump)
                break;
            parts[n & 1][size++] = cr_to_lower(c);
        }
        if (!size) {
            at++;
            continue;
        }
        parts[n & 1][size] = '\0';
        found |= find_beginning(parts[n & 1]) | find_whole(parts[n & 1]);
        if (n) {
            size_t first = strlen(parts[(n + 1) & 1]);
            memcpy(both, parts[(n + 1) & 1], first);
            memcpy(both + first, parts[n & 1], size + 1);
            found |= find_whole(both);
        }
        n++;
    }
    return found;
}

unsigned cr_page_names(cr_view names)
{
    unsigned found = 0;
    names = cr_view_slice(names, 0, LOOKED_AT);
    for (size_t at = 0; at < names.size;) {
        while (at < names.size && cr_is_space(names.data[at]))
            at++;
        size_t start = at;
        while (at < names.size && !cr_is_space(names.data[at]))
            at++;
        found |= read_name(cr_view_slice(names, start, at));
    }
    return found;
}
