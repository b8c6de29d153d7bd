// A fix is tried before it is kept: the program is compiled with it, and what it gives must not be worse. Fixes of the
// text come first, then those of names and types, of plans, of lint: what an earlier phase could not read shows new
// findings in later ones once it is mended, which is no fault of the fix.
#include "compiler/driver/fix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "compiler/base/counted.hpp"
#include "compiler/diag/edits.hpp"
#include "compiler/diag/glyphs.hpp"
#include "compiler/diag/order.hpp"
#include "compiler/driver/console.hpp"
#include "compiler/driver/diff.hpp"
#include "compiler/driver/filesystem.hpp"
#include "compiler/driver/result.hpp"

namespace perfc::driver {
namespace {

constexpr int kMostTrials = 200;  // compilations of one run

// A fix of one finding, with the changes of bytes that it is.
struct Candidate {
  const Diagnostic* finding = nullptr;
  std::vector<Edit> edits;
  std::string path;  // the FILE argument
  std::string line;  // what is said of it
};

std::string_view tag_of(const Diagnostic& finding) { return finding.code.empty() ? finding.rule : finding.code; }

// Says which finding it is when places have moved.
using Key = std::tuple<std::string, std::string, std::string>;
Key key_of(const Diagnostic& finding, const Sources& sources) {
  std::string line;
  if (finding.span.known())
    line = sources.line(finding.span.file, sources.position(finding.span.file, finding.span.begin).line);
  return {std::string(tag_of(finding)), finding.message, line};
}

using Counts = std::map<std::pair<std::string_view, std::string_view>, int>;
Counts counted_findings(const Diagnostics& diags) {
  Counts counts;
  for (const Diagnostic& finding : diags.all()) ++counts[{tag_of(finding), finding.message}];
  return counts;
}

bool takes_input(const CompileOptions& options) {
  return std::find(options.files.begin(), options.files.end(), "-") != options.files.end();
}

class Fixer {
 public:
  Fixer(EditedFiles& files, const CompileOptions& options) : files_(files), options_(options) {
    now_ = compile(files_, options_);
  }

  Fixes run() {
    for (std::vector<Candidate> chosen = choose(); !chosen.empty(); chosen = choose()) {
      fixes_.unfinished = trials_ == kMostTrials;
      if (fixes_.unfinished) break;
      // Where together they give a new error, half of them, and half of that, show which does. How many there are now
      // says nothing of how many may be tried at once.
      chosen.resize(std::min(chosen.size(), most_));
      const bool good = attempt(chosen);
      most_ = good || chosen.size() == 1 ? std::max(most_, chosen.size() * 2) : chosen.size() / 2;
    }
    for (const auto& [path, text] : texts_) {
      if (text != files_.original(path)) fixes_.changed.push_back(path);
    }
    fixes_.compilation = std::move(now_);
    return std::move(fixes_);
  }

 private:
  // The FILE argument that a source is; empty for all others.
  [[nodiscard]] std::string operand(FileId file) const {
    const auto& operands = now_->operands;
    if (std::find(operands.begin(), operands.end(), file) == operands.end()) return {};
    const std::string& shown = now_->sources[file].path;
    return shown == "<stdin>" && takes_input(options_) ? "-" : shown;
  }

  // Fixes of the first phase that has any, of which no two change the same place.
  std::vector<Candidate> choose() {
    std::vector<Candidate> chosen;
    std::vector<Span> taken;
    for (const Phase phase : {Phase::text, Phase::names, Phase::plan, Phase::lint}) {
      for (const Diagnostic* finding : ordered(now_->diags)) {
        if (phase_of(*finding) != phase || !finding->fix || !finding->fix->safe) continue;
        std::optional<Candidate> candidate = candidate_of(*finding);
        if (!candidate || refused_.contains(key_of(*finding, now_->sources))) continue;
        const auto covered = [&taken](const Edit& edit) {
          return std::any_of(taken.begin(), taken.end(), [&edit](Span span) { return overlap(edit.span, span); });
        };
        if (std::any_of(candidate->edits.begin(), candidate->edits.end(), covered)) continue;
        for (const Edit& edit : candidate->edits) taken.push_back(edit.span);
        chosen.push_back(*std::move(candidate));
      }
      phase_ = phase;
      if (!chosen.empty()) break;
    }
    return chosen;
  }

  std::optional<Candidate> candidate_of(const Diagnostic& finding) const {
    const Sources& sources = now_->sources;
    std::optional<std::vector<Edit>> edits = changes_of(*finding.fix, sources);
    if (!edits) return std::nullopt;
    const FileId file = edits->front().span.file;
    Candidate made{&finding, {}, operand(file), {}};
    const bool nothing = std::all_of(edits->begin(), edits->end(),
                                     [&](const Edit& edit) { return sources.text(edit.span) == edit.replacement; });
    if (made.path.empty() || nothing) return std::nullopt;
    made.line = fmt::format("{}:{}: {}: {}", displayed(sources[file].path),
                            sources.position(file, shown_of(edits->front()).begin).line, tag_of(finding),
                            described(*edits, sources));
    made.edits = *std::move(edits);
    return made;
  }

  // Makes all of them if that gives nothing new.
  bool attempt(const std::vector<Candidate>& candidates) {
    std::map<std::string, std::vector<Edit>> edits;
    for (const Candidate& each : candidates) {
      auto& list = edits[each.path];
      list.insert(list.end(), each.edits.begin(), each.edits.end());
    }
    std::map<std::string, std::string> before;
    for (auto& [path, list] : edits) {
      std::sort(list.begin(), list.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
      before[path] = now_->sources[list.front().span.file].text;
      set(path, changed(before[path], list));
    }
    ++trials_;
    std::unique_ptr<Compilation> next = compile(files_, options_);
    if (const Diagnostic* fresh = introduced(*next, candidates)) {
      if (candidates.size() == 1) refuse(candidates.front(), *fresh);
      for (auto& [path, text] : before) set(path, std::move(text));
      return false;
    }
    for (const Candidate& each : candidates) fixes_.made.push_back(each.line);
    now_ = std::move(next);
    return true;
  }

  // An error that the changed program has, and the one before it had not; null when there is none.
  const Diagnostic* introduced(const Compilation& next, const std::vector<Candidate>& made) const {
    const Counts before = counted_findings(now_->diags);
    const Counts after = counted_findings(next.diags);
    for (const Diagnostic* finding : ordered(next.diags)) {
      const Phase phase = phase_of(*finding);
      const bool counts = finding->level == Level::error || (phase == Phase::lint && phase_ == Phase::lint);
      if (!counts || phase > phase_) continue;
      const std::pair same = {tag_of(*finding), std::string_view(finding->message)};
      const auto known = before.find(same);
      if (known != before.end() && known->second >= after.at(same)) continue;
      if (phase_ == Phase::text && uncovered(*finding, next, made)) continue;
      return finding;
    }
    return nullptr;
  }

  // The parser goes on behind a mistake that is mended: the next one of the same statement was not seen before.
  bool uncovered(const Diagnostic& finding, const Compilation& next, const std::vector<Candidate>& made) const {
    if (next.diags.errors() > now_->diags.errors() && text_errors(next) > text_errors(*now_)) return false;
    const std::string path = next.sources[finding.span.file].path;
    const std::uint32_t line = next.sources.position(finding.span.file, finding.span.begin).line;
    return std::none_of(made.begin(), made.end(), [&](const Candidate& each) {
      const Span span = each.edits.front().span;
      return now_->sources[span.file].path == path && now_->sources.position(span.file, span.begin).line == line &&
             each.finding->code != finding.code;
    });
  }

  static std::ptrdiff_t text_errors(const Compilation& compilation) {
    const auto& all = compilation.diags.all();
    return std::count_if(all.begin(), all.end(), [](const Diagnostic& each) {
      return each.level == Level::error && phase_of(each) == Phase::text;
    });
  }

  void set(const std::string& path, std::string text) {
    texts_[path] = text;
    files_.edit(path, std::move(text));
  }

  void refuse(const Candidate& candidate, const Diagnostic& fresh) {
    refused_.insert(key_of(*candidate.finding, now_->sources));
    fixes_.refused.push_back(fmt::format("{}: would give {}: {}", candidate.line, tag_of(fresh), fresh.message));
  }

  EditedFiles& files_;
  const CompileOptions& options_;
  std::unique_ptr<Compilation> now_;
  Fixes fixes_;
  Phase phase_ = Phase::text;
  int trials_ = 0;
  std::size_t most_ = std::numeric_limits<std::size_t>::max();  // at once
  std::set<Key> refused_;
  std::map<std::string, std::string> texts_;
};

// What remains where something could not be written. Standard input is not read again: its mended text has been.
std::unique_ptr<Compilation> compilation_on_disk(EditedFiles& edited, Files& disk, const CompileOptions& options) {
  std::map<std::string, FileText> texts;
  if (takes_input(options)) texts["-"] = edited.read("-");
  GivenFiles files(texts, disk);
  return compile(files, options);
}

}  // namespace

const FileText& EditedFiles::once(const std::string& path) {
  const auto [found, fresh] = read_.try_emplace(path);
  if (fresh) found->second = others_.read(path);
  return found->second;
}

FileText EditedFiles::read(const std::string& path) {
  FileText result = once(path);
  if (const auto edited = edited_.find(result.identity); result.error == 0 && edited != edited_.end())
    result.text = edited->second;
  return result;
}

void EditedFiles::edit(const std::string& path, std::string text) { edited_[once(path).identity] = std::move(text); }

int write_fixed(const std::string& path, EditedFiles& files, Files& disk) {
  const std::string text = files.read(path).text;
  if (path == "-") {
    print(text);
    return kFine;
  }
  if (disk.read(path).text != files.original(path)) {
    print_error(fmt::format("perfc: '{}' was changed meanwhile: nothing is fixed in it\n", displayed(path)));
    return kMachine;
  }
  try {
    write_whole_file(path, text);
  } catch (const IoError& error) {
    print_error(fmt::format("perfc: cannot write '{}': {}\n", displayed(error.path), reason_text(error.reason)));
    return kMachine;
  }
  return kFine;
}

Fixes make_fixes(EditedFiles& files, const CompileOptions& options) { return Fixer(files, options).run(); }

int run_fix(const CompileOptions& options, FindingsFormat format, const Arguments& arguments, RecordedFiles& disk) {
  const bool show = arguments.has("diff");
  if (options.trial) throw UsageError{"--fix mends programs: it does not go with --cluster", {}};
  const bool piped = takes_input(options);
  if (piped && format != FindingsFormat::text && arguments.value("output", "-") == "-")
    throw UsageError{"--fix writes the program to standard output: --format wants --output FILE beside it", {}};
  if (show && format != FindingsFormat::text) throw UsageError{"--diff does not go with --format", {}};
  EditedFiles files(disk);
  const Fixes fixes = make_fixes(files, options);
  check_result_path(arguments, disk);
  std::unique_ptr<Compilation> unwritten;
  std::vector<std::string> made = fixes.made;
  int status = fixes.compilation->status();
  if (show) {
    for (const std::string& path : fixes.changed) {
      const std::string name = path == "-" ? "<stdin>" : path;
      print(unified_diff({name, files.original(path)}, {name, files.read(path).text}));
    }
    if (!fixes.changed.empty()) status = std::max<int>(status, kFindings);
  } else {
    std::set<std::string> written(fixes.changed.begin(), fixes.changed.end());
    if (piped) written.insert("-");  // whoever pipes a program through gets one
    for (const std::string& path : written) {
      const int failed = write_fixed(path, files, disk);
      if (failed != kFine)
        std::erase_if(made, [&](const std::string& line) { return line.starts_with(displayed(path) + ":"); });
      status = std::max(status, failed);
    }
    if (made.size() < fixes.made.size()) unwritten = compilation_on_disk(files, disk, options);
  }
  const Compilation& compilation = unwritten ? *unwritten : *fixes.compilation;
  // What standard output is for is taken where it is a program, or a form of the findings.
  const bool results = !piped && !show && format == FindingsFormat::text;
  const auto say = [results](const std::string& line) { results ? print(line) : print_error(line); };
  for (const std::string& line : made) say(fmt::format("{} {}\n", show ? "would fix" : "fixed", line));
  for (const std::string& line : fixes.refused) print_error(fmt::format("not fixed {}\n", line));
  if (fixes.unfinished) print_error("perfc: there may be more to fix: run it again\n");
  if (fixes.changed.empty() || !show) status = std::max(status, print_findings(format, compilation, arguments));
  const std::size_t all = made.size() + compilation.diags.all().size();
  if (all > 0) say(fmt::format("{} {} of {}\n", show ? "would fix" : "fixed", made.size(), counted(all, "finding")));
  return status;
}

}  // namespace perfc::driver
