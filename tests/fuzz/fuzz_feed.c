/* Any bytes are a feed that is read or refused; what is read is valid UTF-8, its titles are one line, and its entries become
 * articles whose marks lie in order. The first byte chooses what the transport says of the charset. */
#include "fuzz.h"

#include "base/utf8.h"
#include "lexicon/lexicon.h"
#include "source/document.h"

#include <stdlib.h>
#include <string.h>

static const char *const CHARSETS[] = {NULL, "utf-8", "windows-1251", "utf-16", "gb2312", "none-such"};

static cr_lexicon *lexicon;
static cr_characters *characters;
static cr_source_parser *parser;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *folders[] = {SOURCE_DIR "/lexicons"};
    (void)argc;
    (void)argv;
    require(cr_lexicon_new(folders, 1, &lexicon, NULL) == CR_OK);
    characters = cr_characters_new();
    cr_source_options options = {.book = cr_lexicon_book(lexicon), .characters = characters};
    parser = cr_source_parser_new(&options);
    return 0;
}

static void check_text(cr_view text)
{
    require(!text.size || text.data);
    require(cr_utf8_valid(text) == text.size);
}

static void check_line(cr_view text)
{
    check_text(text);
    require(!text.size || (!memchr(text.data, '\n', text.size) && !cr_is_space(text.data[0])));
}

static void check_entry(const cr_feed *feed, size_t i, cr_arena *arena)
{
    const cr_feed_entry *entry = &feed->entries[i];
    cr_article article;
    bool is_teaser = false;
    check_line(entry->title);
    check_line(entry->author);
    check_text(entry->id);
    check_text(entry->url);
    check_text(entry->content.value);
    check_text(entry->summary.value);
    cr_feed_entry *copy = cr_feed_entry_copy(entry, arena);
    cr_status status = cr_feed_article(parser, copy, feed->title, "feed", i + 1, arena, &article, &is_teaser, NULL);
    require(status == CR_OK || status == CR_INPUT || status == CR_LIMIT);
    if (status)
        return;
    uint32_t at = 0;
    require(article.id.size && article.text.size);
    check_text(article.text);
    for (size_t k = 0; k < article.n_marks; k++) {
        require(article.marks[k].start >= at && article.marks[k].end > article.marks[k].start);
        at = article.marks[k].end;
    }
    require(at <= article.text.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_arena arena = {0};
    cr_feed feed;
    cr_error error = {0};
    if (!size)
        return 0;
    const char *charset = CHARSETS[data[0] < '0' ? 0 : (size_t)(data[0] - '0') % (sizeof CHARSETS / sizeof *CHARSETS)];
    cr_view bytes = {(const char *)data + 1, size - 1};
    cr_status status = cr_feed_read(bytes, "https://f.example/a/b", charset, &arena, &feed, &error);
    cr_feed_sniff(bytes);
    require(status == error.status && (status == CR_OK || status == CR_INPUT || status == CR_LIMIT));
    require(status == CR_OK || error.text[0]);
    if (status == CR_OK) {
        require(feed.format[0] != '\0');
        check_line(feed.title);
        check_text(feed.url);
        check_line(feed.description);
        for (size_t i = 0; i < feed.n_entries; i++)
            check_entry(&feed, i, &arena);
        for (size_t i = 0; i < feed.n_warnings && i < CR_FEED_WARNINGS; i++)
            require(feed.warnings[i].text.size > 0);
    }
    cr_arena_release(&arena);
    return 0;
}
