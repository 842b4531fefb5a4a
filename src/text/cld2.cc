#include "text/cld2.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

extern "C" void cr_cld2_detect(const char *text, size_t size, const char *hint, bool best_effort,
                               cr_cld2_answer *answer)
{
    CLD2::CLDHints hints = {hint, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[CR_CLD2_GUESSES];
    int percents[CR_CLD2_GUESSES], bytes = 0;
    double scores[CR_CLD2_GUESSES];
    bool reliable = false;
    CLD2::Language language = CLD2::ExtDetectLanguageSummary(text, static_cast<int>(size), true, &hints,
                                                             best_effort ? CLD2::kCLDFlagBestEffort : 0, languages,
                                                             percents, scores, nullptr, &bytes, &reliable);
    answer->code = CLD2::LanguageCode(language);
    answer->reliable = reliable;
    for (int i = 0; i < CR_CLD2_GUESSES; i++)
        answer->guesses[i] = {CLD2::LanguageCode(languages[i]), percents[i], scores[i]};
}
