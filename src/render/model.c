#include "render/model.h"

#include <stdio.h>
#include <string.h>

/* The members: "name[]" is a list, "name{}" an object, and those below them follow. NULL ends it. */
static const char *const EDITION[] = {"schema",
                                      "lang",
                                      "date",
                                      "first",
                                      "last",
                                      "title",
                                      "day",
                                      "full_day",
                                      "has_stories",
                                      "has_told",
                                      "has_contents",
                                      "has_unchanged",
                                      "has_sources",
                                      "footer[]",

                                      "words{}",
                                      "words.lang",
                                      "words.dir",
                                      "words.new",
                                      "words.updated",
                                      "words.unchanged",
                                      "words.sources",
                                      "words.derived",
                                      "words.no_date",
                                      "words.nothing",
                                      "words.nothing_new",

                                      "stories[]",
                                      "stories[].id",
                                      "stories[].aliases[]",
                                      "stories[].headline",
                                      "stories[].headline_derived",
                                      "stories[].headline_source",
                                      "stories[].before",
                                      "stories[].behind",
                                      "stories[].lang",
                                      "stories[].dir",
                                      "stories[].label",
                                      "stories[].label_text",
                                      "stories[].is_new",
                                      "stories[].is_updated",
                                      "stories[].is_unchanged",
                                      "stories[].importance",
                                      "stories[].papers",
                                      "stories[].papers_per_cent",
                                      "stories[].coverage",
                                      "stories[].reports[]",
                                      "stories[].cites[]",
                                      "stories[].cites[].number",
                                      "stories[].cites[].has_url",
                                      "stories[].cites[].url",
                                      "stories[].has_also_reported",
                                      "stories[].also_reported[]",
                                      "stories[].also_reported[].is_citation",
                                      "stories[].also_reported[].text",
                                      "stories[].also_reported[].number",
                                      "stories[].also_reported[].has_url",
                                      "stories[].also_reported[].url",
                                      "stories[].has_quotations",
                                      "stories[].quotations[]",
                                      "stories[].quotations[].text",
                                      "stories[].quotations[].before",
                                      "stories[].quotations[].behind",
                                      "stories[].quotations[].lang",
                                      "stories[].quotations[].dir",
                                      "stories[].quotations[].opens",
                                      "stories[].quotations[].closes",
                                      "stories[].quotations[].source",
                                      "stories[].quotations[].number",
                                      "stories[].quotations[].has_link",
                                      "stories[].quotations[].link",
                                      "stories[].quotations[].start",
                                      "stories[].quotations[].end",
                                      "stories[].quotations[].score",

                                      "sources[]",
                                      "sources[].number",
                                      "sources[].id",
                                      "sources[].name",
                                      "sources[].title",
                                      "sources[].title_derived",
                                      "sources[].shown",
                                      "sources[].details[]",
                                      "sources[].source",
                                      "sources[].author",
                                      "sources[].has_url",
                                      "sources[].url",
                                      "sources[].path",
                                      "sources[].lang",
                                      "sources[].dir",
                                      "sources[].date",
                                      "sources[].day",
                                      "sources[].hash",

                                      "languages[]",
                                      "languages[].lang",
                                      "languages[].name",
                                      "languages[].articles",
                                      "failures[]",
                                      "failures[].source",
                                      "failures[].reason",
                                      "counts{}",
                                      "counts.articles",
                                      "counts.names",
                                      "counts.undated",
                                      "counts.merged",
                                      "counts.muted",
                                      "counts.empty",
                                      "counts.repaired",
                                      "counts.capped",
                                      NULL};

/* Its "edition{}" is one of the above. */
static const char *const COMPANY[] = {"schema",
                                      "id",
                                      "name",
                                      "shown",
                                      "kind",
                                      "ticker",
                                      "domain",
                                      "country",
                                      "mentions",
                                      "articles",
                                      "has_mentions",
                                      "mentions_line",
                                      "bars",
                                      "has_beside",
                                      "beside_line",
                                      "days[]",
                                      "days[].date",
                                      "days[].day",
                                      "days[].column",
                                      "days[].mentions",
                                      "days[].per_cent",
                                      "n_days",
                                      "first_day",
                                      "last_day",
                                      "beside[]",
                                      "beside[].id",
                                      "beside[].name",
                                      "beside[].sentences",
                                      "edition{}",
                                      NULL};

/* Besides an edition. */
static const char *const MAIL[] = {"mail{}", "mail.unsubscribe", "mail.unsubscribe_text", NULL};

static const char *const ARTICLE[] = {"heading",
                                      "lang",
                                      "dir",
                                      "is_group",
                                      "has_sentences",
                                      "sentences[]",
                                      "sentences[].text",
                                      "sentences[].lang",
                                      "sentences[].dir",
                                      "sentences[].is_first",
                                      "sentences[].number",
                                      "sentences[].has_url",
                                      "sentences[].url",
                                      "sources[]",
                                      "sources[].number",
                                      "sources[].shown",
                                      "sources[].lang",
                                      "sources[].dir",
                                      "sources[].source",
                                      "sources[].author",
                                      "sources[].date",
                                      "sources[].has_url",
                                      "sources[].url",
                                      NULL};

/* What the pages of a site have besides. */
static const char *const SITE[] = {"site{}",
                                   "site.is_hugo",
                                   "site.is_jekyll",
                                   "site.is_html",
                                   "site.title",
                                   "site.home",
                                   "site.feed",
                                   "site.json_feed",
                                   "site.id",
                                   "site.name",
                                   "site.name_lang",
                                   "site.name_dir",
                                   "site.old_ids[]",
                                   "site.has_digests",
                                   "site.digests[]",
                                   "site.digests[].date",
                                   "site.digests[].day",
                                   "site.digests[].full_day",
                                   "site.digests[].link",
                                   "site.digests[].headlines[]",
                                   "site.digests[].headlines[].headline",
                                   "site.digests[].headlines[].before",
                                   "site.digests[].headlines[].behind",
                                   "site.digests[].headlines[].lang",
                                   "site.digests[].headlines[].dir",
                                   "site.digests[].headlines[].page",
                                   "site.has_companies",
                                   "site.companies[]",
                                   "site.companies[].id",
                                   "site.companies[].name",
                                   "site.companies[].link",
                                   "site.languages[]",
                                   "site.languages[].id",
                                   "site.languages[].name",
                                   "site.stories[]",
                                   "site.earlier{}",
                                   "site.earlier.date",
                                   "site.earlier.day",
                                   "site.earlier.full_day",
                                   "site.earlier.link",
                                   "site.later{}",
                                   "site.later.date",
                                   "site.later.day",
                                   "site.later.full_day",
                                   "site.later.link",
                                   "stories[].page",
                                   "stories[].told_day",
                                   "stories[].told_link",
                                   NULL};

static const char *const FEED[] = {"id",
                                   "title",
                                   "lang",
                                   "updated",
                                   "self",
                                   "home",
                                   "entries[]",
                                   "entries[].id",
                                   "entries[].title",
                                   "entries[].lang",
                                   "entries[].updated",
                                   "entries[].link",
                                   "entries[].content",
                                   NULL};

struct cr_model {
    const char *template;
    const char *title;
    const char *const *members;
    const char *const *others;   // members as well; NULL: none
    const char *const *edition;  // the members of "edition{}"; NULL: it has none
};

static const cr_model MODELS[] = {
    {"daily.md", "the digest", EDITION, NULL, NULL},
    {"page.html", "the digest", EDITION, NULL, NULL},
    {"email.html", "the digest as a mail", EDITION, MAIL, NULL},
    {"company.md", "the page of a company", COMPANY, NULL, EDITION},
    {"company.html", "the page of a company", COMPANY, NULL, EDITION},
    {"article.md", "the summary of an article", ARTICLE, NULL, NULL},
    {"site/index.md", "the first page of a site", EDITION, SITE, NULL},
    {"site/index.html", "the first page of a site", EDITION, SITE, NULL},
    {"site/digest.md", "the page of a digest in a site", EDITION, SITE, NULL},
    {"site/digest.html", "the page of a digest in a site", EDITION, SITE, NULL},
    {"site/story.md", "the page of a story in a site", EDITION, SITE, NULL},
    {"site/story.html", "the page of a story in a site", EDITION, SITE, NULL},
    {"site/company.md", "the page of a company in a site", COMPANY, SITE, EDITION},
    {"site/company.html", "the page of a company in a site", COMPANY, SITE, EDITION},
    {"site/language.md", "the page of a language in a site", EDITION, SITE, NULL},
    {"site/entry.html", "the content of a feed's entry", EDITION, NULL, NULL},
    {"site/feed.xml", "a feed", FEED, NULL, NULL},
};

const cr_model *cr_model_of(const char *template_name)
{
    for (size_t i = 0; i < sizeof MODELS / sizeof *MODELS; i++)
        if (strcmp(MODELS[i].template, template_name) == 0)
            return &MODELS[i];
    return NULL;
}

const char *cr_model_template(size_t i)
{
    return i < sizeof MODELS / sizeof *MODELS ? MODELS[i].template : NULL;
}

const char *cr_model_title(const cr_model *model)
{
    return model->title;
}

/* Leaves the edition of a company page's path, if it leads into it. */
static const char *const *members_of(const cr_model *model, cr_view *path)
{
    if (!model->edition || (!cr_view_starts(*path, CR_VIEW("edition.")) && !cr_view_equal(*path, CR_VIEW("edition"))))
        return model->members;
    size_t start = path->size > 8 ? 8 : path->size;
    if (start == 7)  // the edition itself
        start = path->size;
    *path = cr_view_slice(*path, start, path->size);
    return model->edition;
}

/* The name of an entry, and what it is. */
static cr_view split(const char *entry, cr_member_kind *kind)
{
    cr_view name = cr_view_of(entry);
    bool is_list = cr_view_ends(name, CR_VIEW("[]")), is_object = cr_view_ends(name, CR_VIEW("{}"));
    *kind = is_list ? CR_MEMBER_LIST : is_object ? CR_MEMBER_OBJECT : CR_MEMBER_TEXT;
    return cr_view_slice(name, 0, name.size - (is_list || is_object ? 2 : 0));
}

static cr_member_kind find(const char *const *members, cr_view path)
{
    for (size_t i = 0; members && members[i]; i++) {
        cr_member_kind kind;
        if (cr_view_equal(split(members[i], &kind), path))
            return kind;
    }
    return CR_MEMBER_NONE;
}

cr_member_kind cr_model_member(const cr_model *model, cr_view path)
{
    if (model->edition && cr_view_equal(path, CR_VIEW("edition")))
        return CR_MEMBER_OBJECT;
    const char *const *members = members_of(model, &path);
    cr_member_kind kind = find(members, path);
    return kind ? kind : find(model->others, path);
}

/* Counts *i down by the names below a path, to the one that is wanted. */
static bool take_name(const char *const *members, cr_view path, size_t *i, char *out, size_t size)
{
    for (size_t k = 0; members && members[k]; k++) {
        cr_member_kind kind;
        cr_view name = split(members[k], &kind);
        if (path.size) {
            if (!cr_view_starts(name, path) || name.size <= path.size + 1 || name.data[path.size] != '.')
                continue;
            name = cr_view_slice(name, path.size + 1, name.size);
        }
        if (cr_view_find_byte(name, '.') != CR_NOT_FOUND || (*i)-- > 0)
            continue;
        snprintf(out, size, "%.*s", (int)name.size, name.data);
        return true;
    }
    return false;
}

const char *cr_model_name(const cr_model *model, cr_view path, size_t i, char *out, size_t size)
{
    const char *const *members = members_of(model, &path);
    return take_name(members, path, &i, out, size) || take_name(model->others, path, &i, out, size) ? out : NULL;
}
