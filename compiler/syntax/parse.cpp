// The one translation unit that compiles the grammar.
#include "compiler/syntax/parse.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "compiler/syntax/arena.hpp"
#include "compiler/syntax/brackets.hpp"
#include "compiler/syntax/control.hpp"
#include "compiler/syntax/input.hpp"

namespace perfc::syntax {

namespace {

Tree parse_text(std::string_view text, FileId file, Diagnostics& diags) {
  Tree tree;
  tree.file = file;
  tree.arena = make_arena(text.size());
  Builder builder(tree, text, diags);
  // Lazy: no line or column is counted; places are offsets.
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*> in(
      text.data(), text.data() + text.size(), "");
  try {
    (void)read<grammar::file>(in, builder);
  } catch (const SyntaxFailure&) {
    // Nested too deep: reported, and the rest is not read.
  }
  return tree;
}

// Reads the text once more with the brackets that are missing, if it has fewer errors then: each is one error where it
// is missing, in place of what follows from it.
std::optional<Tree> parse_mended(std::string_view text, FileId file, std::size_t errors, Diagnostics& diags) {
  std::optional<MendedBrackets> mended = mend_brackets(text);
  if (!mended) return std::nullopt;
  auto kept = std::make_unique<std::string>(std::move(mended->text));
  Diagnostics found;
  Tree tree = parse_text(*kept, file, found);
  if (found.errors() >= errors) return std::nullopt;
  tree.mended = std::move(kept);
  for (const MissingBracket& missing : mended->missing) report_missing(missing, text, file, diags);
  diags.append(found);
  return tree;
}

}  // namespace

Tree parse(const Sources& sources, FileId file, Diagnostics& diags) {
  const std::string& text = sources[file].text;
  if (!check_input(text, file, diags)) {
    Tree tree;
    tree.file = file;
    return tree;
  }
  Diagnostics found;
  Tree tree = parse_text(text, file, found);
  if (found.failed()) {
    if (std::optional<Tree> mended = parse_mended(text, file, found.errors(), diags)) return std::move(*mended);
  }
  diags.append(found);
  return tree;
}

}  // namespace perfc::syntax
