#include "compiler/import/yaml_words.hpp"

#include <algorithm>
#include <array>

namespace perfc {
namespace {

struct Row {
  std::string_view problem;
  std::string_view context;  // how it ends; empty: any
  std::string_view there;    // characters of which one stands there; empty: any
  YamlWords words;
};

// The first row that fits counts.
constexpr std::array<Row, 42> kRows = {{
    {"did not find expected key", "", ":", {"a ':' that follows no key"}},
    {"did not find expected key",
     "",
     "",
     {"this line does not continue the map above it; a key of that map would begin in the same column"}},
    {"did not find expected ',' or '}'", "", "", {"'{' is not closed, or a ',' is missing"}},
    {"did not find expected '-' indicator",
     "",
     "",
     {"this line does not continue the list above it; an item would begin with '-' in the same column"}},
    {"did not find expected ',' or ']'", "", "", {"'[' is not closed, or a ',' is missing"}},
    {"did not find expected node content", "", "]}", {"a ']' or '}' that closes nothing"}},
    {"did not find expected node content", "", ",", {"a ',' that follows no value"}},
    {"did not find expected node content", "", ":", {"a ':' that follows no key"}},
    {"did not find expected node content", "flow node", "[", {"'[' is not closed, or a ',' is missing"}},
    {"did not find expected node content", "flow node", "{", {"'{' is not closed, or a ',' is missing"}},
    {"could not find expected ':'", "", "", {"a key without ':'", true}},
    {"found unexpected end of stream", "", "", {"the quoted text is not closed", true}},
    {"found unexpected document indicator", "", "", {"'---' or '...' inside a quoted text"}},
    {"mapping values are not allowed in this context",
     "",
     "",
     {"a ':' that follows no key; a value that contains ': ' wants quotes"}},
    {"found unexpected ':'", "", "", {"a ':' that follows no key; a value that contains ': ' wants quotes"}},
    {"mapping keys are not allowed in this context", "", "", {"a key may not begin here"}},
    {"block sequence entries are not allowed in this context", "", "", {"a list item may not begin here"}},
    {"found character that cannot start any token",
     "",
     "",
     {"a character that begins nothing; a text that begins with it wants quotes"}},
    {"did not find expected alphabetic or numeric character",
     "alias",
     "",
     {"a '*' without the name of an anchor, which is of letters, digits, '-' and '_'; a text that begins with '*' "
      "wants quotes",
      true}},
    {"did not find expected alphabetic or numeric character",
     "anchor",
     "",
     {"a '&' without a name, which is of letters, digits, '-' and '_'; a text that begins with '&' wants quotes",
      true}},
    {"did not find expected comment or line break",
     "block scalar",
     "",
     {"after '|' or '>' only '+', '-' and a digit may stand"}},
    {"found an indentation indicator equal to 0",
     "",
     "",
     {"after '|' or '>' a digit says by how much the text is indented; it is not 0"}},
    {"found unknown escape character",
     "",
     "",
     {"an escape in double quotes that YAML does not know; a '\\' stands for itself in single quotes"}},
    {"found invalid Unicode character escape code", "", "", {"an escape for a character that does not exist"}},
    {"did not find expected hexdecimal number", "", "", {"an escape wants hexadecimal digits"}},
    {"did not find expected '!'", "tag", "", {"a tag may not contain this"}},
    {"did not find expected tag URI", "tag", "", {"a tag may not contain this"}},
    {"did not find the expected '>'", "", "", {"a tag that begins with '!<' ends with '>'"}},
    {"did not find expected whitespace or line break", "tag", "", {"a tag may not contain this"}},
    {"did not find URI escaped octet", "", "", {"in a tag '%' wants two hexadecimal digits"}},
    {"found an incorrect leading UTF-8 octet", "", "", {"in a tag '%' wants the bytes of a character"}},
    {"found an incorrect trailing UTF-8 octet", "", "", {"in a tag '%' wants the bytes of a character"}},
    {"found undefined tag handle", "", "", {"a tag whose '!...!' no %TAG defines", true}},
    {"did not find expected <document start>",
     "",
     "",
     {"this does not continue what stands above; a text is one map or one list"}},
    {"found unknown directive name", "", "", {"of directives, '%YAML' and '%TAG' are known", true}},
    {"found duplicate %YAML directive", "", "", {"'%YAML' is written twice"}},
    {"found duplicate %TAG directive", "", "", {"'%TAG' gives a handle twice"}},
    {"found incompatible YAML document", "", "", {"a version of YAML that is not known"}},
    {"", "%YAML directive", "", {"'%YAML' wants a version such as 1.1"}},
    {"", "%TAG directive", "", {"'%TAG' wants a handle and a prefix"}},
    {"", "tag directive", "", {"'%TAG' wants a handle and a prefix"}},
    {"", "directive", "", {"of directives, '%YAML' and '%TAG' are known", true}},
}};

}  // namespace

YamlWords yaml_words(std::string_view problem, std::string_view context, char there, bool first) {
  if (problem == "did not find expected key" && there != ':' && !first)
    return {"this follows a value that has ended; a text that contains quotes wants others around all of it"};
  const auto* const found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) {
    return (row.problem.empty() || row.problem == problem) && context.ends_with(row.context) &&
           (row.there.empty() || row.there.find(there) != std::string_view::npos);
  });
  return found == kRows.end() ? YamlWords{"nothing that YAML allows here"} : found->words;
}

}  // namespace perfc
