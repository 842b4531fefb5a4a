/* Every limit on hostile or accidental input, in one place. Beyond one a function returns CR_LIMIT. */
#ifndef CR_BASE_LIMITS_H
#define CR_BASE_LIMITS_H

#include <stddef.h>

#define CR_MIB ((size_t)1024 * 1024)

#define CR_MAX_FILE (64 * CR_MIB)          // bytes of one file, after decompression (JSON lines are streamed: no limit)
#define CR_MAX_BLANK CR_MIB                // bytes of white space between two records of a stream
#define CR_MAX_RECORD (32 * CR_MIB)        // bytes of one JSON line
#define CR_MAX_ARTICLE (16 * CR_MIB)       // bytes of one article's text
#define CR_MAX_MARKDOWN (4 * CR_MIB)       // bytes of a Markdown document given to cmark, of a digest in plain text
#define CR_MAX_HTML (2 * CR_MIB)           // bytes of a web page given to gumbo
#define CR_MAX_HTML_NESTING ((size_t)512)  // its levels
#define CR_MAX_PIECES ((size_t)120 * 1000)        // lines that are not empty, levels and marks of it
#define CR_MAX_HTML_TAG ((size_t)64 * 1024)       // bytes of a tag
#define CR_MAX_HTML_ATTRIBUTES ((size_t)256)      // attributes of a tag
#define CR_MAX_HTML_ELEMENTS ((size_t)80 * 1000)  // elements, and attributes, of a page
#define CR_MAX_XML (4 * CR_MIB)                   // bytes of a feed or of a list of feeds
#define CR_MAX_XML_NESTING ((size_t)200)          // its levels
#define CR_MAX_XML_TAG ((size_t)64 * 1024)        // bytes of a tag
#define CR_MAX_XML_ATTRIBUTES ((size_t)256)       // attributes of a tag
#define CR_MAX_XML_ELEMENTS ((size_t)100 * 1000)  // elements, and attributes, of a document
#define CR_MAX_XML_NAMES ((size_t)4000)           // different names of elements, attributes and namespaces in it
#define CR_MAX_XML_FAULTS ((size_t)100 * 1000)    // faults in it that are put right
#define CR_MAX_FEED_ENTRIES ((size_t)10 * 1000)   // entries of a feed that are read; feeds of a list
#define CR_MAX_FEED_TAGS ((size_t)40 * 1000)      // tags of HTML in the texts of a feed
#define CR_MAX_YAML (256 * (size_t)1024)          // bytes of front matter or of another YAML document
#define CR_MAX_YAML_ENTRIES ((size_t)20 * 1000)   // values of one
#define CR_MAX_YAML_KEY ((size_t)256)             // bytes of a key with those above it
#define CR_MAX_ZSTD_WINDOW_LOG 25                 // of the window that a stream may want: 32 MiB
#define CR_MAX_MAIL (16 * CR_MIB)                 // bytes of one mail with its attachments
#define CR_MAX_MAIL_TEXT (4 * CR_MIB)             // bytes of the part of it that is read, as it stands there
#define CR_MAX_MAIL_HEADERS ((size_t)256 * 1024)  // bytes of the headers of one part
#define CR_MAX_MAIL_PARTS ((size_t)200)           // its parts
#define CR_MAX_MAIL_NESTING ((size_t)16)          // parts inside parts
#define CR_MAX_WARC_PAGE (8 * CR_MIB)             // bytes of an answer in a WARC file, as it stands there
#define CR_MAX_STATISTICS (512 * CR_MIB)          // bytes of one table of statistics
#define CR_MAX_LEXICON_FILE (16 * CR_MIB)         // bytes of one lexicon file
#define CR_MAX_FILES ((size_t)1000000)            // files found in one folder
#define CR_MAX_DEPTH ((size_t)32)                 // folders inside folders
#define CR_MAX_JOBS ((size_t)64)                  // threads
#define CR_MAX_NESTING ((size_t)128)              // JSON, YAML and Markdown levels
#define CR_MAX_JSON_VALUES ((size_t)1000 * 1000)  // values of a JSON document that becomes a tree
#define CR_MAX_TEMPLATE ((size_t)1024 * 1024)     // bytes of a template
#define CR_MAX_TEMPLATE_DEPTH ((size_t)64)        // its sections in each other, and partials in each other
#define CR_MAX_TEMPLATE_STEPS ((size_t)1000000)   // steps to make one document
#define CR_MAX_TEMPLATE_OUTPUT (32 * CR_MIB)      // bytes of one document; of Markdown CR_MAX_MARKDOWN

#endif
