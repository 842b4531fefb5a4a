/* Any bytes are a configuration that is read or refused with a place; what is read holds what it promises. */
#include "fuzz.h"

#include "base/limits.h"
#include "config/file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cr_config config;
    cr_error error = {0};
    cr_config_init(&config);
    cr_status status = cr_config_read_text(&config, (cr_view){(const char *)data, size}, "d/courant.yaml", &error);
    require(status == CR_OK || status == CR_USAGE || status == CR_INPUT || status == CR_LIMIT);
    require(status == error.status &&
            (status == CR_OK || (error.text[0] && strcmp(error.source, "d/courant.yaml") == 0)));
    for (size_t i = 0; i < config.n_sources && !status; i++) {
        const cr_config_source *s = &config.sources[i];
        require((s->url != NULL) + (s->opml != NULL) + (s->files != NULL) == 1 && s->line > 0);
        require(!s->url || (strncmp(s->url, "http", 4) == 0 && !strpbrk(s->url, " \n\r\t\"<>")));
    }
    for (size_t i = 0; i < config.n_outputs && !status; i++)
        require(config.outputs[i].kind != CR_NO_OUTPUT &&
                (config.outputs[i].kind != CR_OUTPUT_SITE || config.outputs[i].folder));
    for (size_t i = 0; i < config.n_readers && !status; i++)
        require(config.readers[i].address && !strpbrk(config.readers[i].address, " \n\r,;<>"));
    require(!config.mail.from || !strpbrk(config.mail.from, "\n\r"));
    require(!config.mail.password);
    require(config.fetch.parallel >= 1 && config.fetch.max_size <= CR_MAX_FILE);
    cr_config_release(&config);
    return 0;
}
