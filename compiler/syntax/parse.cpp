// The one translation unit that compiles the grammar.
#include "compiler/syntax/parse.hpp"

#include "compiler/syntax/arena.hpp"
#include "compiler/syntax/control.hpp"
#include "compiler/syntax/input.hpp"

namespace perfc::syntax {

Tree parse(const Sources& sources, FileId file, Diagnostics& diags) {
  Tree tree;
  tree.file = file;
  const std::string& text = sources[file].text;
  if (!check_input(text, file, diags)) return tree;
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

}  // namespace perfc::syntax
