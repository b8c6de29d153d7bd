#include "compiler/metrics/baseline.hpp"

#include <charconv>
#include <cmath>

#include "compiler/base/edit_distance.hpp"
#include "compiler/diag/codes.hpp"

namespace perfc {
namespace {

using Kind = Document::Kind;

// JSON's null, and a key that is not there.
bool is_absent(const Document* node) {
  return node == nullptr || (node->kind == Kind::scalar && node->style == ScalarStyle::plain &&
                             (node->text == "null" || node->text.empty()));
}

class Reader {
 public:
  Reader(const std::string& path, Diagnostics& diags) : path_(path), diags_(diags) {}

  std::optional<std::vector<BaselineRun>> runs(const Document& root) {
    const Document* const list = root.find("runs");
    if (root.kind != Kind::mapping || list == nullptr || list->kind != Kind::sequence) {
      wrong(root.span, "it has no list 'runs'")
          .advise("write one with perfc metrics LOG --format json, or take the verdict.json of a run");
      return std::nullopt;
    }
    std::vector<BaselineRun> runs;
    for (const Document& item : list->items) add(item, runs);
    if (good_ && runs.empty()) wrong(list->span, "its list 'runs' is empty");
    return good_ ? std::optional(std::move(runs)) : std::nullopt;
  }

 private:
  Diagnostic& wrong(Span place, std::string_view why) {
    good_ = false;
    return diags_.report(codes::bad_baseline, place, path_, why);
  }

  template <class Number>
  std::optional<Number> number(const Document& node, std::string_view what) {
    Number value{};
    const char* const end = node.text.data() + node.text.size();
    const auto [stopped, error] = std::from_chars(node.text.data(), end, value);
    const bool plain = node.kind == Kind::scalar && node.style == ScalarStyle::plain;
    const bool finite = std::isfinite(static_cast<double>(value));  // Python writes NaN and Infinity
    if (plain && finite && error == std::errc{} && stopped == end) return value;
    wrong(node.span, std::string(what) + " is no number");
    return std::nullopt;
  }

  void add(const Document& item, std::vector<BaselineRun>& runs) {
    const Document* const metrics = item.find("metrics");
    if (item.kind != Kind::mapping || metrics == nullptr || metrics->kind != Kind::mapping) {
      wrong(item.span, "a run is an object with 'metrics'");
      return;
    }
    BaselineRun run;
    if (const Document* test = item.find("test"); !is_absent(test)) run.test = test->text;
    if (const Document* id = item.find("id"); !is_absent(id)) run.id = id->text;
    if (const Document* concurrency = item.find("concurrency"); !is_absent(concurrency))
      run.concurrency = number<std::int64_t>(*concurrency, "'concurrency'");
    for (const Document::Entry& entry : metrics->entries) measure(entry, run.measured);
    runs.push_back(std::move(run));
  }

  void measure(const Document::Entry& entry, Measured& measured) {
    const std::optional<std::size_t> metric = metric_index(entry.key);
    if (!metric) {
      Nearest search(entry.key);
      for (const Metric& known : kMetrics) search.offer(known.name);
      Diagnostic& found = wrong(entry.key_span, "'" + entry.key + "' is no metric");
      if (!search.best().empty()) found.advise("did you mean '" + std::string(search.best()) + "'?");
    } else if (!is_absent(&entry.value)) {
      measured[*metric] = number<double>(entry.value, "'" + entry.key + "'");
    }
  }

  const std::string& path_;
  Diagnostics& diags_;
  bool good_ = true;
};

}  // namespace

std::shared_ptr<const Baseline> read_baseline(const Document& document, std::string path, Diagnostics& diags) {
  auto runs = Reader(path, diags).runs(document);
  if (!runs) return nullptr;
  auto baseline = std::make_shared<Baseline>();
  baseline->path = std::move(path);
  baseline->runs = std::move(*runs);
  return baseline;
}

}  // namespace perfc
