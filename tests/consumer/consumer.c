/* Summarises a text with the installed library: the example of courant.h, with an option set. */
#include <courant.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    const char
        *text = "The old bridge over the river is closed since Monday. Engineers found a crack under the roadway, "
                "the city council said. Cars go by the northern bridge until spring. Nobody was hurt.";
    courant_error error = {0};
    courant_config *config = courant_config_new();
    courant_config_set_data(config, DATA_DIR);
    courant_status status = courant_config_set(config, "lang", "en", &error);
    courant *c = status == COURANT_OK ? courant_new(config, &error) : NULL;
    courant_summary *summary = c ? courant_summarize_text(c, text, strlen(text), NULL, 12, &error) : NULL;
    for (size_t i = 0; summary && i < summary->n_sentences; i++)
        printf("%s: %.*s\n", summary->lang, (int)summary->sentences[i].size, summary->sentences[i].text);
    int code = summary && summary->n_sentences == 1 ? 0 : 1;
    if (error.status)
        fprintf(stderr, "%s\n", error.text);
    courant_summary_free(summary);
    courant_free(c);
    courant_config_free(config);
    return code;
}
