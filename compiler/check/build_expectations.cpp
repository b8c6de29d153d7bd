// `expect { }` of a benchmark: comparisons of metrics, the baseline, and how far a run may fall behind it.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/build.hpp"
#include "compiler/diag/codes.hpp"
#include "compiler/metrics/baseline.hpp"

namespace perfc::check {
namespace {

std::string_view spelling(syntax::Op op) {
  switch (op) {
    case syntax::Op::eq:
      return "==";
    case syntax::Op::ne:
      return "!=";
    case syntax::Op::lt:
      return "<";
    case syntax::Op::le:
      return "<=";
    case syntax::Op::gt:
      return ">";
    default:
      return ">=";
  }
}

// Which side of the number a metric is kept on: what a derived benchmark says takes the place of the same side.
char side(std::string_view op) { return op[0] == '!' || op[0] == '=' ? '=' : op[0]; }

double number_of(const Value& value) {
  if (const auto* duration = value.get<Duration>()) return static_cast<double>(duration->ms);
  if (const auto* integer = value.get<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* percent = value.get<Percent>()) return percent->value;
  const auto* number = value.get<Floating>();
  return number != nullptr ? number->value : 0;
}

class ExpectationBuilder {
 public:
  ExpectationBuilder(Context& context, Object& expect) : context_(context), expect_(expect) {}

  std::shared_ptr<const Expectations> build() {
    out_.span = expect_.span;
    const std::shared_ptr<const Record> fields = finish(context_, expect_);
    for (const TestItem& item : expect_.comparisons) add(item);
    if (const Field* regression = fields->find("regression")) {
      out_.regression = number_of(regression->value);
      check_percent(out_.regression, regression->value.span);
    }
    const Field* const baseline = fields->find("baseline");
    if (baseline != nullptr) read(*baseline);
    if (baseline == nullptr && !expect_.incomplete && !expect_.faulty) check_no_regression(*fields);
    return std::make_shared<const Expectations>(std::move(out_));
  }

 private:
  // The metric that a statement is about; nothing, with a diagnostic, when it is none.
  std::optional<std::size_t> metric_of(const syntax::Statement& statement) {
    const std::optional<std::size_t> metric = metric_index(statement.name);
    if (metric && kMetrics[*metric].expectable) return metric;
    Diagnostic& diagnostic = context_.diags.report(codes::unknown_field, statement.name_span, statement.name, "expect");
    suggest(context_, diagnostic, statement.name_span, statement.name, expect_.type->names());
    return std::nullopt;
  }

  void add(const TestItem& item) {
    const syntax::Statement& statement = *item.statement;
    const std::optional<std::size_t> metric = metric_of(statement);
    if (!metric) return;
    const bool tolerance = statement.kind == syntax::StatementKind::tolerance;
    const schema::Type* const type = expect_.type->find(tolerance ? "regression" : statement.name)->type;
    const Value value = evaluate(context_, *statement.value, *item.scope, type);
    if (is_bad(value) || is_unknown(value)) return;
    if (tolerance) {
      add_regression(*metric, value);
    } else {
      add_bound({*metric, std::string(spelling(statement.op)), number_of(value), statement.span}, item.layer);
    }
  }

  void add_bound(Expectations::Bound bound, std::uint16_t layer) {
    const auto overrides = [&](std::size_t i) {
      const Expectations::Bound& before = out_.bounds[i];
      return layers_[i] != layer && before.metric == bound.metric && side(before.op) == side(bound.op);
    };
    for (std::size_t i = out_.bounds.size(); i-- > 0;) {
      if (!overrides(i)) continue;
      out_.bounds.erase(out_.bounds.begin() + static_cast<std::ptrdiff_t>(i));
      layers_.erase(layers_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const bool worse_side = higher_is_better(bound.metric) ? bound.op[0] == '<' : bound.op[0] == '>';
    if (bound.metric < kComparable && worse_side) {
      const std::string_view name = kMetrics[bound.metric].name;
      context_.diags.report(codes::wrong_side, bound.span, name, bound.op)
          .advise(fmt::format("write {} {}, unless a bad result is what you are after", name,
                              higher_is_better(bound.metric) ? ">=" : "<="));
    }
    out_.bounds.push_back(std::move(bound));
    layers_.push_back(layer);
  }

  void add_regression(std::size_t metric, const Value& value) {
    if (metric >= kComparable) {
      context_.diags.report(codes::bad_regression, value.span, fmt::format("'{}' has none", kMetrics[metric].name))
          .advise("compare it with a number: " + std::string(kMetrics[metric].name) + " >= 1000");
      return;
    }
    check_percent(number_of(value), value.span);
    std::erase_if(out_.regressions, [&](const auto& before) { return before.metric == metric; });
    out_.regressions.push_back({metric, number_of(value), value.span});
  }

  void check_percent(double percent, Span place) {
    if (percent < 100) return;
    context_.diags.report(codes::bad_regression, place, fmt::format("{}% allows any result", number_text(percent)))
        .advise("write less than 100%");
  }

  void read(const Field& field) {
    const auto* path = field.value.get<Text>();
    if (path == nullptr) return;
    const Span place = field.value.span;
    const auto document = context_.imports.document(path->display(), place.file, place);
    if (document == nullptr) return;
    out_.baseline_span = place;
    out_.baseline = read_baseline(*document, path->display(), context_.diags);
  }

  void check_no_regression(const Record& fields) {
    const Field* const regression = fields.find("regression");
    if (regression == nullptr && out_.regressions.empty()) return;
    const Span place = regression != nullptr ? regression->value.span : out_.regressions.front().span;
    context_.diags.report(codes::no_baseline, place).advise("write baseline = \"FILE.json\" beside it");
  }

  Context& context_;
  Object& expect_;
  Expectations out_;
  std::vector<std::uint16_t> layers_;  // of out_.bounds
};

}  // namespace

std::shared_ptr<const Expectations> build_expectations(Context& context, Object& benchmark) {
  Slot* const slot = benchmark.find("expect");
  const auto* handle = slot == nullptr ? nullptr : opaque<Object>(force(context, benchmark, *slot));
  if (handle == nullptr) return nullptr;
  return ExpectationBuilder(context, const_cast<Object&>(*handle)).build();
}

}  // namespace perfc::check
