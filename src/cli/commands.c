#include "cli/cli.h"

#include <string.h>

const cli_command cli_commands[] = {
    {"summarize", COURANT_SUMMARIZE, "[FILE|DIR|-]...", "the key sentences of each article, or of all together",
     "Chooses the key sentences of each article, word for word, in the order of the text, within a budget of words "
     "(--words), sentences or per cent. --together makes one summary of all articles, --group-by one for each value of a "
     "member of the JSON lines. --explain shows why each sentence was taken or left.\n"
     "Articles are text, Markdown, JSON lines (a member \"text\" each) or JSON; .gz and .zst are read too. No FILE, or -, is standard "
     "input. JSON lines in, with --format jsonl, give a line for each line, in their order."},
    {"digest", COURANT_DIGEST, "[FILE|DIR|-]...", "the day's digest",
     "Writes the digest of the articles: the stories, most important first, with two to four key sentences each, every one "
     "with its source, and a footer that tells what was read and what could not be. --reader names the reader's languages; "
     "without it the digest is in the language of most articles."},
    {"stories", COURANT_STORIES, "[FILE|DIR|-]...", "which articles tell the same story",
     "Groups the articles by the event that they tell of, in one language and across languages; articles that repeat one "
     "another are counted once. Every article is in exactly one story. --explain shows for each article what links it to the "
     "others. With --format jsonl a line for each story."},
    {"company", COURANT_COMPANY, "[FILE|DIR|-]...", "what the articles say about each company",
     "Writes a page about each company followed, those of your --companies list or each --name: the key sentences about it over "
     "all articles, newest first, every one with its source, how often it is mentioned a day, and who is mentioned beside it. "
     "Without either: about those that are mentioned most.\n"
     "--pages DIR writes a file for each into a folder."},
    {"verify", COURANT_VERIFY, "FILE...", "prove that every quotation of a digest is in its source",
     "Proves digests and company pages (Markdown or JSON) from the articles they were made of: every quotation stands word for "
     "word in its source, every citation leads to an article, and the numbers of the footer are right. What is not is told with "
     "file and line, and the true text that is nearest. Exit code 0: all is proven; 1: something is not."},
    {"analyze", COURANT_ANALYZE, "[FILE|DIR|-]...", "what the program sees: language, sentences, terms, mentions",
     "Shows what the program sees in each article: its language and how sure that is, its sentences with their offsets, what "
     "was taken for page furniture, the companies and others mentioned, and the terms. With --format jsonl a line for each article."},
    {"extract", COURANT_EXTRACT, "[FILE|DIR|-]...", "the article inside a web page",
     "Finds the article in each web page: its text without navigation, comments and advertisements, and what the page says of its "
     "title, author, day, language, address and paper. Articles of other formats come out as they are read. With --format jsonl "
     "a line for each page."},
    {"fetch", COURANT_FETCH, "[URL|OPML]...", "read feeds and pages into the archive",
     "Reads feeds (RSS, Atom, JSON Feed) and, where a feed tells only how an article begins, its page, into the archive. Without "
     "URL or OPML: the sources of courant.yaml. A feed is asked only for what is new; several hosts are asked at once, but each for "
     "one thing at a time; robots.txt is heeded for pages. A feed that fails is told of, and the others go on.\n"
     "What was stored before a run is cut off stays stored, and the next run reads the rest."},
    {"evaluate", COURANT_EVALUATE, "FILE...", "ROUGE of every method on your own articles",
     "Measures every method on JSON lines that have a member \"summary\" (a text, or a list of texts) as reference: ROUGE-1, -2 "
     "and -L, against the first sentences (lead) and the best that whole sentences could reach (oracle), with paired "
     "bootstrap intervals."},
    {"stats", COURANT_STATS, "[merge] [FILE|DIR|-]...", "term statistics of your articles, or the sum of several",
     "Counts in how many articles each term occurs, which tokens behave as abbreviations and which lines a source repeats, as a "
     "table of integers for --stats. `stats merge FILE...` adds tables up, in any order."},
    {"archive", COURANT_ARCHIVE, "add|list|show|remove|export|prune|check [WHAT]...",
     "the articles kept: add, list, show, remove, export, prune, check",
     "Keeps articles in one file (--archive), each once with its revisions, and the editions made of them. What `add` reports is on "
     "the disk.\n"
     "add [FILE|DIR|-]...: add articles. list [articles|feeds|editions]: the newest first. show ARTICLE|DAY...: an article, by number, "
     "address or id, or the edition of a day. remove ARTICLE...: take articles out. export: every revision as JSON lines, which `add` "
     "reads back as they were. prune --before DAY: take out old revisions that no edition cites. check: prove that the archive is sound; "
     "exit code 1 if it is not."},
    {"search", COURANT_SEARCH, "WORD...", "full-text search of the archive",
     "Finds the articles of the archive that hold every word, in whatever inflection, with the sentence that holds most of them. "
     "\"Two words\" in quotation marks are a phrase, and WORD* any word that begins so. The newest thousand that match are ranked."},
    {"templates", COURANT_TEMPLATES, "check|list [DIR]", "prove templates, or list them",
     "`templates check` reads every template, those of your folder (DIR, or --templates) and ours below them, and tells with file, "
     "line and column what is malformed, which names the model of its document does not know, and which parts are missing. "
     "`templates list` tells which there are."},
    {"publish", COURANT_PUBLISH, "[FILE|DIR]...", "write and deliver an edition as configured: files, mails",
     "Does everything that the outputs of the configuration name, in one go: files are written where they changed, and every reader gets "
     "a mail with what is new to that reader. Each output is reported. Run again, it does what is left: an edition that was made "
     "stays as it is, and no mail goes out twice. One run at a time holds the lock of the archive.\n"
     "Articles are the files named, else the files among the sources, else those of the archive."},
    {"init", COURANT_INIT, "[DIR]", "a commented configuration to begin with",
     "Writes courant.yaml, where every line is explained, and companies.txt, the list of the companies that you follow, into DIR "
     "or the current folder. What is there is never overwritten."},
    {NULL, 0, NULL, NULL, NULL},
};

const cli_command *cli_find_command(const char *name)
{
    for (const cli_command *command = cli_commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}
