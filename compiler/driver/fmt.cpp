// perfc fmt: programs in the one layout.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "compiler/base/plural.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/diff.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/syntax/layout.hpp"
#include "compiler/syntax/parse.hpp"
#include "compiler/syntax/same_tree.hpp"

namespace perfc::driver {
namespace {

class Formatter {
 public:
  explicit Formatter(const Arguments& arguments)
      : arguments_(arguments), check_(arguments.has("check")), diff_(arguments.has("diff")) {}

  int run() {
    for (const std::string& path : arguments_.operands) format(path);
    const int status = inputs_.finish(arguments_);
    if (!standard_input()) print_error(summary());
    if (bug_) return kOurBug;
    return std::max(status, changed_ > 0 && writes_nothing() ? int{kFindings} : int{kFine});
  }

 private:
  [[nodiscard]] bool writes_nothing() const { return check_ || diff_; }
  [[nodiscard]] bool standard_input() const { return arguments_.operands.front() == "-"; }

  void format(const std::string& path) {
    const std::optional<FileId> file = inputs_.operand(path);
    const std::optional<std::string> made = file ? laid_out(*file) : std::nullopt;
    if (!made) {
      ++(file ? wrong_ : failed_);
      return;
    }
    const bool same = *made == inputs_.text(*file);
    const std::string shown = displayed(shown_operand(path));
    if (standard_input() && !writes_nothing()) {
      print(*made);
    } else if (same) {
      ++unchanged_;
    } else if (diff_) {
      print(unified_diff({shown, inputs_.text(*file)}, {shown, *made}));
    } else if (check_) {
      print(fmt::format("would format {}\n", shown));
    } else if (!write(path, *made)) {
      return;
    } else {
      print(fmt::format("formatted {}\n", shown));
    }
    if (!same) ++changed_;
  }

  // Nothing where the text has errors, which are reported.
  std::optional<std::string> laid_out(FileId file) {
    Diagnostics found;
    const syntax::Tree before = syntax::parse(inputs_.sources(), file, found);
    inputs_.diags().append(found);
    if (found.failed()) return std::nullopt;
    std::string made = syntax::layout(inputs_.text(file));
    if (made != inputs_.text(file) && !says_the_same(before, inputs_.text(file), made)) {
      const std::string& path = inputs_.sources()[file].path;
      print_error(
          fmt::format("perfc: formatting '{}' would change what it says; it was left as it is. Please report this.\n",
                      displayed(path)));
      bug_ = true;
      return std::nullopt;
    }
    return made;
  }

  // The last line of defence: a mistake of ours must not damage a file.
  static bool says_the_same(const syntax::Tree& before, std::string_view text, const std::string& made) {
    Sources sources;
    Diagnostics diags;
    const FileId file = sources.add("", made);
    const syntax::Tree after = syntax::parse(sources, file, diags);
    return !diags.failed() && syntax::same_tree(before, after) && syntax::same_spelling(text, made);
  }

  bool write(const std::string& path, std::string_view text) {
    try {
      write_whole_file(path, text);
      return true;
    } catch (const IoError& error) {
      inputs_.diags().report(codes::cannot_write, Span{}, displayed(error.path), reason_text(error.reason));
      inputs_.machine_failed();
      ++failed_;
      return false;
    }
  }

  [[nodiscard]] std::string summary() const {
    std::string text = "perfc: ";
    const auto add = [&text](std::size_t count, std::string_view what) {
      if (count == 0) return;
      if (!text.ends_with(": ")) text += ", ";
      text += fmt::format("{} file{} {}", count, plural(count), what);
    };
    add(changed_, writes_nothing() ? "would be formatted" : "formatted");
    add(unchanged_, "left unchanged");
    add(wrong_, "with errors");
    add(failed_, "not read or written");
    return text + "\n";
  }

  const Arguments& arguments_;
  bool check_;
  bool diff_;
  Inputs inputs_;
  std::size_t changed_ = 0;
  std::size_t unchanged_ = 0;
  std::size_t wrong_ = 0;   // texts with errors
  std::size_t failed_ = 0;  // not read or written
  bool bug_ = false;
};

}  // namespace

int run_fmt(const Arguments& arguments) {
  const auto& files = arguments.operands;
  if (files.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  if (files.size() > 1 && std::find(files.begin(), files.end(), "-") != files.end())
    throw UsageError{"'-', standard input, cannot stand among other files",
                     {"what is read there is written to standard output"}};
  return Formatter(arguments).run();
}

}  // namespace perfc::driver
