// simdjson's on-demand parser checks the structure as it is walked and leaves values alone that nobody takes, so every value
// is walked here and every scalar is checked by its token: what is accepted is JSON.
#include "format/json_shim.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <utility>

extern "C" {
[[noreturn]] void cr_out_of_memory(void);
}

namespace od = simdjson::ondemand;
using simdjson::error_code;

static_assert(CR_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "the padding that callers leave is too small");

namespace
{

constexpr size_t max_nesting = 128;            // CR_MAX_NESTING; checked in json.c
constexpr size_t kept_capacity = 1024 * 1024;  // a parser grown beyond that by one text is made anew for the next

struct fault {
    const char *text;
    const char *at;  // null: unknown
};

struct walk {
    od::document *document;  // null until it is there
    fault failure;

    bool fail(const char *text, const char *at)
    {
        if (!failure.text)
            failure = {text, at};
        return false;
    }

    bool fail(error_code error)
    {
        const char *at = nullptr;
        if (document && document->current_location().get(at))
            at = nullptr;
        switch (error) {
        case simdjson::UTF8_ERROR:
            return fail("invalid UTF-8", nullptr);
        case simdjson::UNCLOSED_STRING:
            return fail("a string does not end", nullptr);
        case simdjson::UNESCAPED_CHARS:
            return fail("a control character in a string", nullptr);
        case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
            return fail("a bracket is not closed", at);
        case simdjson::MEMALLOC:
            cr_out_of_memory();
        default:
            return fail("malformed JSON", at);
        }
    }

    bool scalar(od::value value, std::string_view token, od::json_type type, cr_json_member *member);
    bool any(od::value value, size_t depth, cr_json_member *member);
    bool object(od::object object, size_t depth, cr_json_member *members, size_t n_members);
};

std::string_view trimmed(std::string_view token)
{
    while (!token.empty() && std::strchr(" \t\r\n", token.back()) && token.back() != '\0')
        token.remove_suffix(1);
    return token;
}

bool walk::scalar(od::value value, std::string_view token, od::json_type type, cr_json_member *member)
{
    token = trimmed(token);
    cr_json_kind kind = CR_JSON_NULL;
    switch (type) {
    case od::json_type::string: {
        size_t at;
        bool escaped;
        if (token.size() < 2 || token.back() != '"')
            return fail("malformed JSON", token.data());
        token = token.substr(1, token.size() - 2);
        if (!cr_json_check_string(token.data(), token.size(), &at, &escaped))
            return fail("a malformed escape in a string", token.data() + at);
        od::raw_json_string taken;  // else a skip would take a string before a colon for a name
        if (error_code error = value.get_raw_json_string().get(taken))
            return fail(error);
        kind = CR_JSON_STRING;
        break;
    }
    case od::json_type::number: {
        bool integer;
        if (!cr_json_check_number(token.data(), token.size(), &integer))
            return fail("a malformed number", token.data());
        kind = integer ? CR_JSON_INTEGER : CR_JSON_REAL;
        break;
    }
    case od::json_type::boolean:
        if (token != "true" && token != "false")
            return fail("an unknown word", token.data());
        kind = CR_JSON_BOOL;
        break;
    default:
        if (token != "null")
            return fail("an unknown word", token.data());
        break;
    }
    if (member) {
        member->kind = kind;
        member->raw = {token.data(), token.size()};
    }
    return true;
}

bool walk::any(od::value value, size_t depth, cr_json_member *member)
{
    od::json_type type;
    if (error_code error = value.type().get(type))
        return fail(error);
    std::string_view token = value.raw_json_token();
    if (type != od::json_type::array && type != od::json_type::object)
        return scalar(value, token, type, member);
    if (depth >= max_nesting)
        return fail("too many levels of brackets", token.data());
    if (member) {
        member->kind = type == od::json_type::array ? CR_JSON_ARRAY : CR_JSON_OBJECT;
        member->raw = {token.data(), 1};
    }
    if (type == od::json_type::object) {
        od::object inner;
        if (error_code error = value.get_object().get(inner))
            return fail(error);
        return object(inner, depth + 1, nullptr, 0);
    }
    od::array inner;
    if (error_code error = value.get_array().get(inner))
        return fail(error);
    for (auto &&element : inner) {
        od::value next;
        if (error_code error = std::move(element).get(next))
            return fail(error);
        if (!any(next, depth + 1, nullptr))
            return false;
    }
    return true;
}

bool walk::object(od::object object, size_t depth, cr_json_member *members, size_t n_members)
{
    for (auto &&item : object) {
        od::field field;
        if (error_code error = std::move(item).get(field))
            return fail(error);
        const char *key = field.key().raw(), *end = key;
        while (*end != '"')  // stage 1 has seen the closing quote
            end += *end == '\\' ? 2 : 1;
        size_t size = static_cast<size_t>(end - key), at;
        bool escaped;
        if (!cr_json_check_string(key, size, &at, &escaped))
            return fail("a malformed escape in a name", key + at);
        cr_json_member *member = nullptr;
        for (size_t i = 0; i < n_members; i++)
            if (escaped ? cr_json_name_is(key, size, members[i].name)
                        : size == members[i].name.size && std::memcmp(key, members[i].name.data, size) == 0)
                member = &members[i];
        if (!any(field.value(), depth, member))
            return false;
    }
    return true;
}

}  // namespace

struct cr_json_parser {
    od::parser parser;
};

extern "C" cr_json_parser *cr_json_shim_new(void)
{
    cr_json_parser *parser = new (std::nothrow) cr_json_parser;
    if (!parser)
        cr_out_of_memory();
    return parser;
}

extern "C" void cr_json_shim_free(cr_json_parser *parser)
{
    delete parser;
}

extern "C" const char *cr_json_shim_read(cr_json_parser *parser, cr_view text, cr_json_member *members,
                                         size_t n_members, size_t *offset)
{
    if (parser->parser.capacity() > kept_capacity && text.size < kept_capacity) {
        parser->~cr_json_parser();
        new (parser) cr_json_parser;
    }
    od::document document;
    walk w{nullptr, {nullptr, nullptr}};
    od::object object;
    const char *behind;
    error_code error = parser->parser.iterate(text.data, text.size, text.size + CR_JSON_PADDING).get(document);
    if (!error) {
        w.document = &document;
        error = document.get_object().get(object);
    }
    if (error)
        w.fail(error);
    else if (w.object(object, 1, members, n_members) && document.current_location().get(behind) == simdjson::SUCCESS)
        w.fail("more behind the object", behind);
    *offset = w.failure.at && w.failure.at >= text.data && w.failure.at <= text.data + text.size
                  ? static_cast<size_t>(w.failure.at - text.data)
                  : static_cast<size_t>(-1);
    return w.failure.text;
}
