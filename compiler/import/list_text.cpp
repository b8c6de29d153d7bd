// Text lists: a test a line, `#` starts a comment, `# mode:X` behind a test marks its mode.
#include <algorithm>

#include "compiler/base/ascii.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/import/list_line.hpp"
#include "compiler/import/list_readers.hpp"
#include "compiler/import/text_input.hpp"
#include "compiler/syntax/input.hpp"

namespace perfc {
namespace {

bool is_blank_text(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class TextReader {
 public:
  TextReader(FileId file, ListBlock& block, Diagnostics& diags) : file_(file), block_(block), diags_(diags) {}

  // `begin`: where the line stands in the file.
  void read(std::string_view line, std::size_t begin) {
    const std::size_t mark = std::min(comment_of(line), line.size());
    const std::string_view comment = line.substr(mark);
    const Span comment_span = span(begin + mark, comment);
    if (is_blank_text(line.substr(0, mark))) {
      check_lone_mark(comment, comment_span);
      return;
    }
    Document scalar;
    const std::string_view written = trimmed(line.substr(0, mark));
    scalar.text = written;
    scalar.span = span(begin + static_cast<std::size_t>(written.data() - line.data()), written);
    std::optional<ListedTest> test = read_list_line(scalar, diags_);
    if (!test) return;
    test->mark = read_mark(comment, comment_span, diags_);
    block_.tests.push_back(std::move(*test));
  }

 private:
  [[nodiscard]] Span span(std::size_t begin, std::string_view text) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + text.size())};
  }

  // Whoever writes a mark on a line of its own means some test or other.
  void check_lone_mark(std::string_view comment, Span place) {
    Diagnostics unheard;
    const std::size_t second = comment.find('#', 1);
    if (second != std::string_view::npos || !read_mark(comment, place, unheard)) return;
    diags_.report(codes::list_mark, place, "there is no test on its line").advise("write it behind the test");
  }

  FileId file_;
  ListBlock& block_;
  Diagnostics& diags_;
};

}  // namespace

void read_text_list(const Source& source, FileId file, TestList& list, Diagnostics& diags) {
  const std::string_view text = source.text;
  if (!syntax::check_input(text, file, diags, "the file is no text; give a list of tests")) return;
  TextLines lines(text);
  if (is_blank_text(text.substr(lines.at()))) {
    diags.report(codes::list_is_none, {file, 0, 0}).advise("the file is empty; write a test a line");
    return;
  }
  list.contexts.push_back({list.name, {ListBlock{}}, {file, 0, 0}});
  TextReader reader(file, list.contexts.front().blocks.front(), diags);
  const std::size_t before = diags.errors();
  while (!lines.done() && diags.errors() - before < kMostErrors) {
    const std::size_t begin = lines.at();
    reader.read(lines.next(), begin);
  }
}

}  // namespace perfc
