// The translation unit that compiles the grammar; that of the layout reads tokens alone.
#include "compiler/syntax/parse.hpp"

#include <algorithm>
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

// A finding in the mended text, at its places in the original.
Diagnostic in_original(Diagnostic found, const MendedBrackets& mended) {
  const auto move = [&](Span& span) {
    span.begin = original_offset(mended, span.begin);
    span.end = original_offset(mended, span.end);
  };
  move(found.span);
  for (Related& related : found.related) move(related.span);
  if (found.fix) {
    for (Edit& edit : found.fix->edits) move(edit.span);
  }
  return found;
}

// Whether the parser objects to the bracket itself, which is too much, or comes too early: nobody looks for its partner
// then.
bool unexpected(const MissingBracket& missing, const Diagnostics& found) {
  const bool opener_known = missing.bracket != '{' && missing.bracket != '[';
  return opener_known && std::ranges::any_of(found.all(), [&](const Diagnostic& each) {
           return each.level == Level::error && each.span.begin == missing.opener;
         });
}

// Reads the text once more with the brackets that are missing, if it has fewer errors then: each is one error where it
// is missing, in place of what follows from it. `tree` then says what the whole text does, unless brackets had to be
// put in: its nodes would not be at their places.
bool parse_mended(std::string_view text, Tree& tree, std::size_t errors, Diagnostics& diags) {
  std::optional<MendedBrackets> mended = mend_brackets(text);
  if (!mended) return false;
  auto kept = std::make_unique<std::string>(std::move(mended->text));
  Diagnostics found;
  Tree whole = parse_text(*kept, tree.file, found);
  if (found.errors() >= errors) return false;
  Diagnostics others;
  for (const Diagnostic& each : found.all()) others.append(in_original(each, *mended));
  for (const MissingBracket& missing : mended->missing) {
    if (!unexpected(missing, others)) report_missing(missing, text, tree.file, diags);
  }
  diags.append(others);
  if (mended->put_in.empty()) {
    tree = std::move(whole);
    tree.mended = std::move(kept);
  }
  return true;
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
  if (!found.failed() || !parse_mended(text, tree, found.errors(), diags)) diags.append(found);
  return tree;
}

}  // namespace perfc::syntax
