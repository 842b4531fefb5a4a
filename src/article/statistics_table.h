/* Statistics as a table of text, for files: the same bytes for the same counts. The format is told in docs/stats.md. */
#ifndef CR_ARTICLE_STATISTICS_TABLE_H
#define CR_ARTICLE_STATISTICS_TABLE_H

#include "article/statistics.h"
#include "base/error.h"

enum { CR_STATISTICS_VERSION = 1 };  // of the format

/* Appends the table: four lines of head, then the records, sorted bytewise. */
void cr_statistics_write(const cr_statistics *statistics, cr_buf *out);

/* Adds a table to the statistics. CR_INPUT, with the line: it is no such table, is cut short, is of another version of the format
 * or was counted by other rules or with other libraries. The statistics are then to be thrown away. path is for messages. */
cr_status cr_statistics_read(cr_statistics *statistics, cr_view table, const char *path, cr_error *error);

/* What the counts depend on beside the articles, as one number: the version of the analysis, ICU, Unicode, Snowball. Only
 * tables of one number can be added or used together. */
uint64_t cr_statistics_parameters(void);

#endif
