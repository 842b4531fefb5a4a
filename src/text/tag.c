#include "text/tag.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>

static const struct {
    const char *old, *tag;
} SAME[] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"},  {"jw", "jv"},
            {"mo", "ro"}, {"no", "nb"}, {"fil", "tl"}, {"sh", "hr"}};

static bool is_traditional(const char *script, const char *country)
{
    return strcmp(script, "Hant") == 0 ||
           (script[0] == '\0' &&
            (strcmp(country, "TW") == 0 || strcmp(country, "HK") == 0 || strcmp(country, "MO") == 0));
}

void cr_tag_normalise(cr_view tag, char out[CR_TAG_SIZE])
{
    // ICU leaves a part that just fits without its NUL, so each has room for the whole name
    char name[64], lang[sizeof name] = "", script[sizeof name] = "", country[sizeof name] = "";
    UErrorCode status = U_ZERO_ERROR;
    snprintf(out, CR_TAG_SIZE, "und");
    if (tag.size < 2 || tag.size >= sizeof name)
        return;
    for (size_t i = 0; i < tag.size; i++)
        if (!cr_is_alpha(tag.data[i]) && !cr_is_digit(tag.data[i]) && tag.data[i] != '-' && tag.data[i] != '_')
            return;
    memcpy(name, tag.data, tag.size);
    name[tag.size] = '\0';
    uloc_getLanguage(name, lang, sizeof lang, &status);
    uloc_getScript(name, script, sizeof script, &status);
    uloc_getCountry(name, country, sizeof country, &status);
    size_t size = strlen(lang);
    if (U_FAILURE(status) || size < 2 || size > 3)
        return;
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (strcmp(lang, SAME[i].old) == 0)
            snprintf(lang, sizeof lang, "%s", SAME[i].tag);
    if (strcmp(lang, "zh") == 0)
        snprintf(out, CR_TAG_SIZE, "zh-%s", is_traditional(script, country) ? "Hant" : "Hans");
    else if (strcmp(lang, "sr") == 0 && strcmp(script, "Latn") == 0)
        snprintf(out, CR_TAG_SIZE, "sr-Latn");
    else
        snprintf(out, CR_TAG_SIZE, "%s", lang);
}

static size_t language_size(const char *tag)
{
    return strncmp(tag, "zh", 2) == 0 ? strlen(tag) : strcspn(tag, "-");
}

bool cr_tag_same_language(const char *a, const char *b)
{
    size_t size = language_size(a);
    return size == language_size(b) && memcmp(a, b, size) == 0;
}

bool cr_tag_capitalises_nouns(const char *tag)
{
    return cr_tag_same_language(tag, "de") || cr_tag_same_language(tag, "lb");
}
