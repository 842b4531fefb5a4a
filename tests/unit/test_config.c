#include "suite.h"

#include "config/config.h"

#include <stdio.h>
#include <string.h>

START_TEST(every_setting_is_told_and_taken)
{
    size_t n;
    const cr_setting *settings = cr_settings(&n);
    cr_config config;
    cr_config_init(&config);
    ck_assert_uint_gt(n, 10);
    for (size_t i = 0; i < n; i++) {
        const cr_setting *s = &settings[i];
        char number[24];
        ck_assert(s->help[0] && s->help[strlen(s->help) - 1] != '.');
        ck_assert(s->commands != 0);
        ck_assert((s->argument == NULL) == (s->kind == CR_SETTING_FLAG));
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(settings[j].name, s->name);
            ck_assert(s->letter == 0 || s->letter != settings[j].letter);
        }
        snprintf(number, sizeof number, "%zu", s->most);
        const char *value = s->kind == CR_SETTING_FLAG     ? "true"
                            : s->kind == CR_SETTING_SIZE   ? number
                            : s->kind == CR_SETTING_CHOICE ? s->choices[0]
                            : s->kind == CR_SETTING_DAY    ? "2026-03-12"
                                                           : "value";
        cr_error error = {0};
        ck_assert_msg(cr_config_set(&config, s->name, value, &error) == CR_OK, "%s: %s", s->name, error.text);
    }
    ck_assert_uint_eq(config.words, 1000000);
    ck_assert(config.together && config.quiet);
    ck_assert_str_eq(config.group_by, "value");
    ck_assert_int_eq(config.date.precision, CR_DATE_DAY);
    cr_config_release(&config);
}
END_TEST

START_TEST(wrong_values_are_told)
{
    static const struct {
        const char *name, *value, *told;
    } CASES[] = {
        {"wrods", "5", "unknown option 'wrods' (did you mean 'words'?)"},
        {"xyzzy", "5", "unknown option 'xyzzy'"},
        {"words", "0", "'words' is a number from 1 to 1000000, not '0'"},
        {"words", "-3", "'words' is a number from 1 to 1000000, not '-3'"},
        {"words", "99999999999999999999999", "'words' is a number from 1 to 1000000, not '99999999999999999999999'"},
        {"words", "", "option 'words' wants a value (N)"},
        {"words", NULL, "option 'words' wants a value (N)"},
        {"per-cent", "101", "'per-cent' is a number from 1 to 100, not '101'"},
        {"format", "josn", "'josn' is no value of 'format' (did you mean 'json'?)"},
        {"format", "pdf", "'pdf' is no value of 'format'"},
        {"quiet", "maybe", "'quiet' is true or false, not 'maybe'"},
        {"date", "yesterday", "'date' is a day such as 2026-03-12, not 'yesterday'"},
        {"date", "2026-02-30", "'date' is a day such as 2026-03-12, not '2026-02-30'"},
    };
    cr_config config;
    cr_config_init(&config);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cr_error error = {0};
        ck_assert_int_eq(cr_config_set(&config, CASES[i].name, CASES[i].value, &error), CR_USAGE);
        ck_assert_str_eq(error.text, CASES[i].told);
    }
    cr_config_release(&config);
}
END_TEST

START_TEST(flags_can_be_taken_back)
{
    cr_config config;
    cr_config_init(&config);
    ck_assert_int_eq(cr_config_set(&config, "strict", NULL, NULL), CR_OK);
    ck_assert(config.strict);
    ck_assert_int_eq(cr_config_set(&config, "strict", "false", NULL), CR_OK);
    ck_assert(!config.strict);
    cr_config_release(&config);
}
END_TEST

SUITE("config", every_setting_is_told_and_taken, wrong_values_are_told, flags_can_be_taken_back)
