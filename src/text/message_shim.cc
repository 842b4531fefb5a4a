// ICU knows messages with named arguments only in C++; in C a wrong pattern would read arguments that are not there.
extern "C" {
#include "text/message.h"
}

#include <memory>
#include <new>
#include <string>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/strenum.h>

using icu::Formattable;
using icu::MessageFormat;
using icu::UnicodeString;

struct cr_message {
    std::unique_ptr<MessageFormat> format;
};

namespace
{

UnicodeString units_of(cr_view text)
{
    return UnicodeString::fromUTF8(icu::StringPiece(text.size ? text.data : "", static_cast<int32_t>(text.size)));
}

bool format(const MessageFormat &message, const cr_message_argument *arguments, size_t n_arguments,
            UnicodeString &result)
{
    enum { MOST = 16 };
    UnicodeString names[MOST];
    Formattable values[MOST];
    size_t n = n_arguments < MOST ? n_arguments : static_cast<size_t>(MOST);
    for (size_t i = 0; i < n; i++) {
        names[i] = UnicodeString::fromUTF8(arguments[i].name);
        values[i] = arguments[i].text.data ? Formattable(units_of(arguments[i].text))
                                           : Formattable(arguments[i].number);
    }
    UErrorCode status = U_ZERO_ERROR;
    message.format(names, values, static_cast<int32_t>(n), result, status);
    return U_SUCCESS(status);
}

bool takes(const UnicodeString &name, const cr_message_argument *arguments, size_t n_arguments)
{
    for (size_t i = 0; i < n_arguments; i++)
        if (name == UnicodeString::fromUTF8(arguments[i].name))
            return true;
    return false;
}

size_t byte_offset(const UnicodeString &pattern, int32_t unit)
{
    std::string before;
    pattern.tempSubString(0, unit).toUTF8String(before);
    return before.size();
}

}  // namespace

extern "C" cr_message *cr_message_new(const char *lang, cr_view pattern, const cr_message_argument *arguments,
                                      size_t n_arguments, const char **problem, size_t *at)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = {};
    UnicodeString units = units_of(pattern);
    *at = 0;
    std::unique_ptr<cr_message> message(new (std::nothrow) cr_message);
    if (message)
        message->format.reset(new MessageFormat(units, icu::Locale::forLanguageTag(lang, status), where, status));
    if (!message || !message->format) {
        *problem = "out of memory";
        return nullptr;
    }
    if (U_FAILURE(status)) {
        *problem = "malformed message";
        *at = byte_offset(units, where.offset > 0 ? where.offset : 0);
        return nullptr;
    }
    std::unique_ptr<icu::StringEnumeration> names(message->format->getFormatNames(status));
    for (const UnicodeString *name; names && (name = names->snext(status)) != nullptr && U_SUCCESS(status);)
        if (!takes(*name, arguments, n_arguments)) {
            *problem = "this message has no such argument";
            int32_t unit = units.indexOf(*name);
            *at = byte_offset(units, unit > 0 ? unit : 0);
            return nullptr;
        }
    UnicodeString sample;
    if (U_FAILURE(status) || !format(*message->format, arguments, n_arguments, sample)) {
        *problem = "an argument is used as what it is not";
        return nullptr;
    }
    return message.release();
}

extern "C" void cr_message_free(cr_message *message)
{
    delete message;
}

extern "C" void cr_message_append(const cr_message *message, const cr_message_argument *arguments, size_t n_arguments,
                                  cr_buf *out)
{
    UnicodeString result;
    std::string bytes;
    if (!format(*message->format, arguments, n_arguments, result))
        return;
    result.toUTF8String(bytes);
    cr_buf_append(out, cr_view{bytes.data(), bytes.size()});
}
