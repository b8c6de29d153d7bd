// perfc list: the tests of programs and of test lists, with their modes.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "compiler/base/file_name.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/driver/command.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/config_folders.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/inputs.hpp"
#include "compiler/driver/list_choice.hpp"
#include "compiler/driver/list_view.hpp"
#include "compiler/import/list_file.hpp"

namespace perfc::driver {
namespace {

constexpr std::string_view kStandardInput = "<stdin>";

class Lister {
 public:
  explicit Lister(const Arguments& arguments) : arguments_(arguments), folders_(folders(arguments)) {
    selection_ = selection_of(arguments, inputs_.files());
  }

  void add(const std::string& path) {
    std::optional<FileText> text = inputs_.read_operand(path);
    if (!text) return;
    if (kind_of_list(path, text->text) == ListFile::program) {
      if (programs_.emplace(path, std::move(*text)).second) program_paths_.push_back(path);
    } else {
      add_list(path, std::move(text->text));
    }
  }

  // Chooses, lists the programs, and prints all findings; gives the exit status.
  int finish() {
    if (!inputs_.diags().failed()) keep_chosen(views_, selection_);
    add_programs();
    sort_views();
    if (!check_folders(folders_, inputs_.diags())) inputs_.machine_failed();
    const int status = inputs_.finish(arguments_);
    return status == kFine && findings_ ? kFindings : status;
  }

  [[nodiscard]] const std::vector<ListView>& views() const { return views_; }

 private:
  static std::vector<std::string> folders(const Arguments& arguments) {
    const std::span<const std::string> given = arguments.values("configs");
    return {given.begin(), given.end()};
  }

  void add_list(const std::string& path, std::string text) {
    const FileId file = inputs_.sources().add(shown_operand(path), std::move(text));
    std::optional<TestList> list = read_test_list(inputs_.sources(), file, inputs_.diags());
    if (!list) return;
    const bool on_disk = path != "-";
    std::error_code ignored;
    if (on_disk) {
      // Of "nightly.txt" and "../nightly.txt" too, whose paths do not name it.
      list->folder = folder_name(std::filesystem::absolute(path, ignored).lexically_normal().string());
    }
    ConfigFolders configurations(on_disk ? path : std::string(), folders_, store_);
    views_.push_back(view_of_list(std::move(*list), inputs_.sources()[file], configurations, inputs_.diags()));
  }

  // All of them together, as other commands do, so that -D is for any of them.
  void add_programs() {
    if (programs_.empty()) return;
    CompileOptions options = compile_options(arguments_, inputs_.files());
    options.files = program_paths_;
    GivenFiles given(programs_, inputs_.files());  // a pipe can be read only once
    compilation_ = compile(given, options);
    if (!compilation_->diags.failed() && compilation_->plans.empty() && compilation_->unchosen.empty()) {
      compilation_->diags.report(codes::list_is_none, Span{}).advise("a program has its tests in suites");
    }
    const int status = perfc::driver::report(*compilation_, arguments_);
    if (status == kMachine) inputs_.machine_failed();
    findings_ = findings_ || status == kFindings;
    for (const SuitePlan& plan : compilation_->plans) {
      const std::string& path = compilation_->sources[plan.suite->origin.span.file].path;
      ListView& view = views_.emplace_back(view_of_suite(plan, path, compilation_->sources));
      view.filtered = !selection_.all();
    }
  }

  // In the order of the command line; suites of one program as they stand in it.
  void sort_views() {
    const auto place = [&](const ListView& view) {
      const std::string path = view.path == shown_operand("-") ? "-" : view.path;
      return std::find(arguments_.operands.begin(), arguments_.operands.end(), path);
    };
    std::stable_sort(views_.begin(), views_.end(),
                     [&](const ListView& a, const ListView& b) { return place(a) < place(b); });
  }

  const Arguments& arguments_;
  std::vector<std::string> folders_;
  Inputs inputs_;
  Selection selection_;
  ConfigStore store_{inputs_.files(), inputs_.sources(), inputs_.diags()};
  std::vector<std::string> program_paths_;
  std::map<std::string, FileText> programs_;  // by path
  std::unique_ptr<Compilation> compilation_;
  std::vector<ListView> views_;
  bool findings_ = false;  // of programs, which have been printed
};

}  // namespace

int print_lists(const Arguments& arguments, const std::function<std::string(const std::vector<ListView>&)>& text) {
  if (arguments.operands.empty()) throw UsageError{"no FILE given", {"- reads standard input"}};
  Lister lister(arguments);
  for (const std::string& path : arguments.operands) lister.add(path);
  const int status = lister.finish();
  if (status == kFine) print(text(lister.views()));
  return status;
}

int run_list(const Arguments& arguments) {
  const std::string format = arguments.value("format", "table");
  if (format != "table" && format != "json") {
    throw UsageError{fmt::format("there is no format '{}'", format), {"the formats are: table, json"}};
  }
  const ListOptions options{arguments.has("summary"), arguments.has("why")};
  return print_lists(arguments, [&](const std::vector<ListView>& lists) {
    return format == "json" ? list_json(lists, options) : list_table(lists, options);
  });
}

}  // namespace perfc::driver
