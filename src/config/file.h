/* The configuration file, courant.yaml: every option by its own name, and what has no option: sources, outputs, readers, and how
 * to fetch and to mail. docs/configuration.md tells every key. */
#ifndef CR_CONFIG_FILE_H
#define CR_CONFIG_FILE_H

#include "config/config.h"

/* Reads a file into the config. A setting that was set before keeps its value, so whatever goes before the file is set first.
 * Relative paths become relative to the folder of the file. What the file must not hold (an unknown key, a wrong value, a secret) is
 * CR_USAGE with its place, and a near key is suggested; malformed YAML is CR_INPUT, a file beyond its bounds CR_LIMIT. After a
 * failure the config is of no use but to be released. At most one file a config. */
cr_status cr_config_read(cr_config *config, const char *path, cr_error *error);

/* The same for a text; path is for messages and for what is relative to it. */
cr_status cr_config_read_text(cr_config *config, cr_view text, const char *path, cr_error *error);

/* Sets what may stand neither in the file nor on a command line: "mail-password". CR_USAGE: there is no such secret. */
cr_status cr_config_set_secret(cr_config *config, const char *name, const char *value, cr_error *error);

#endif
