#include "compiler/import/yaml.hpp"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/diag/codes.hpp"
#include "compiler/import/yaml_builder.hpp"
#include "compiler/import/yaml_input.hpp"

namespace perfc {
namespace {

// A stream over a text that is there already.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) : text_(text) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 private:
  std::string text_;  // streams want characters that they could change
};

// yaml-cpp's words, and ours: what is missing, in terms of what the user wrote.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> kWords = {{
    {"end of map not found",
     "this line does not continue the map above it; a key of that map would begin in the same column"},
    {"end of map flow not found", "'{' is not closed, or a ',' is missing"},
    {"end of sequence not found",
     "this line does not continue the list above it; an item would begin with '-' in the same column"},
    {"end of sequence flow not found", "'[' is not closed, or a ',' is missing"},
    {"illegal EOF in scalar", "the quoted text is not closed"},
    {"illegal document indicator in scalar", "'---' or '...' inside a quoted text"},
    {"illegal tab when looking for indentation", "a tab in the indentation; YAML wants spaces"},
    {"illegal map value", "a ':' that follows no key; a value that contains ': ' wants quotes"},
    {"illegal map key", "a key may not begin here"},
    {"illegal block entry", "a list item may not begin here"},
    {"illegal flow end", "a ']' or '}' that closes nothing"},
    {"unknown token", "a character that begins nothing; a text that begins with it wants quotes"},
    {"illegal character found while scanning tag", "a tag may not contain this"},
    {"illegal character found while scanning alias", "an alias name may not contain this"},
    {"illegal character found while scanning anchor", "an anchor name may not contain this"},
    {"alias not found after *", "a '*' without the name of an anchor; a text that begins with '*' wants quotes"},
    {"anchor not found after &", "a '&' without a name; a text that begins with '&' wants quotes"},
    {"unexpected character in block scalar", "after '|' or '>' only '+', '-' and a digit may stand"},
    {"cannot assign multiple tags to the same node", "two tags at one value"},
    {"cannot assign multiple anchors to the same node", "two anchors at one value"},
    {"cannot assign multiple aliases to the same node", "two aliases at one value"},
    {"aliases can't have any content, *including* tags", "an alias with a value of its own"},
    {"unknown escape character: ",
     "an escape in double quotes that YAML does not know; a '\\' stands for itself in single quotes"},
    {"invalid unicode: ", "an escape for a character that does not exist"},
    {"bad character found while scanning hex number", "an escape wants hexadecimal digits"},
    {"the referenced anchor is not defined", "an alias of an anchor that no line above defines"},
    {"YAML directives must have exactly one argument", "'%YAML' wants one version"},
    {"bad YAML version: ", "'%YAML' wants a version such as 1.1"},
    {"YAML major version too large", "a version of YAML that is not known"},
    {"repeated YAML directive", "'%YAML' is written twice"},
    {"TAG directives must have exactly two arguments", "'%TAG' wants a handle and a prefix"},
}};

std::string_view in_our_words(std::string_view message) {
  const auto* const found =
      std::find_if(kWords.begin(), kWords.end(), [&](const auto& pair) { return message.starts_with(pair.first); });
  return found == kWords.end() ? "nothing that YAML allows here" : found->second;
}

class Reader {
 public:
  Reader(const Source& source, FileId file, Diagnostics& diags)
      : text_(source.text),
        file_(file),
        diags_(diags),
        skipped_(text_.starts_with("\xEF\xBB\xBF") ? 3U : 0U),
        builder_(text_, file, skipped_, diags) {}

  std::optional<Document> run() {
    try {
      parse();
    } catch (const YamlStop&) {
      return std::nullopt;
    } catch (const YAML::Exception& error) {
      report(error);
      return std::nullopt;
    }
    if (!builder_.root()) {
      diags_.report(codes::yaml_empty, {file_, 0, 0});
    }
    return std::move(builder_.root());
  }

 private:
  void parse() {
    TextBuffer buffer(text_);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder_)) {
    }
    builder_.finish();
  }

  void report(const YAML::Exception& error) {
    const auto size = static_cast<std::uint32_t>(text_.size());
    const std::uint32_t begin =
        std::min(error.mark.pos < 0 ? builder_.read() : static_cast<std::uint32_t>(error.mark.pos) + skipped_, size);
    diags_.report(codes::yaml_syntax, {file_, begin, std::min(begin + 1, size)}, in_our_words(error.msg));
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diags_;
  std::uint32_t skipped_;
  YamlBuilder builder_;
};

}  // namespace

std::optional<Document> read_yaml(const Sources& sources, FileId file, Diagnostics& diags) {
  const Source& source = sources[file];
  const std::size_t errors = diags.errors();
  if (!check_yaml_input(source, file, diags)) {
    return std::nullopt;
  }
  std::optional<Document> document = Reader(source, file, diags).run();
  return diags.errors() == errors ? std::move(document) : std::nullopt;
}

}  // namespace perfc
