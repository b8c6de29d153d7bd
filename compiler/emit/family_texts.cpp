#include "compiler/emit/family_texts.hpp"

#include <mutex>
#include <optional>

namespace perfc {
namespace {

// No test is called so; if one is, or a text has it for another reason, the comparison in make() tells. It ends unlike
// it begins, so that one occurrence cannot overlap another.
constexpr std::string_view kMark = "PerfcNameOfTheTest";

// Emitting for the mark and comparing takes as long as two tests.
constexpr std::size_t kWorthwhile = 4;

TestPlan renamed(TestPlan test, std::string_view name) {
  test.name = name;
  if (test.own_configuration()) test.config_name = name;
  return test;
}

}  // namespace

HoledText::HoledText(std::string_view text, std::string_view mark) {
  std::size_t from = 0;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, from)) {
    text_ += text.substr(from, at - from);
    holes_.push_back(text_.size());
    from = at + mark.size();
  }
  text_ += text.substr(from);
}

std::string HoledText::filled(std::string_view name) const {
  std::string out;
  out.reserve(text_.size() + holes_.size() * name.size());
  std::size_t from = 0;
  for (const std::size_t hole : holes_) {
    out.append(text_, from, hole - from);
    out += name;
    from = hole;
  }
  return out.append(text_, from);
}

struct FamilyTexts::Family {
  std::once_flag once;
  std::vector<HoledText> texts;  // empty where they would not be right
};

FamilyTexts::FamilyTexts(const SuitePlan& suite, std::vector<TestEmitter> emitters)
    : suite_(suite), emitters_(std::move(emitters)) {
  std::vector<std::size_t> members;
  for (const TestPlan& test : suite.tests) {
    if (!test.family) continue;
    if (*test.family >= members.size()) members.resize(*test.family + 1);
    ++members[*test.family];
  }
  families_.resize(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] >= kWorthwhile) families_[i] = std::make_unique<Family>();
  }
}

FamilyTexts::~FamilyTexts() = default;

std::vector<std::string> FamilyTexts::of(const TestPlan& test) const {
  if (!test.family || families_[*test.family] == nullptr) return emitted(test);
  Family& family = *families_[*test.family];
  std::call_once(family.once, [&] { make(family, test); });
  if (family.texts.empty()) return emitted(test);
  std::vector<std::string> texts;
  texts.reserve(emitters_.size());
  for (const HoledText& text : family.texts) texts.push_back(text.filled(test.name));
  return texts;
}

std::vector<std::string> FamilyTexts::emitted(const TestPlan& test) const {
  const TestPlan spelled = named(test);
  std::vector<std::string> texts;
  texts.reserve(emitters_.size());
  for (const TestEmitter emit : emitters_) texts.push_back(emit(suite_, spelled));
  return texts;
}

// Where the suite itself says the mark somewhere, a hole would be where none belongs; one test shows it.
void FamilyTexts::make(Family& family, const TestPlan& test) const {
  const std::vector<std::string> marked = emitted(renamed(test, kMark));
  const std::vector<std::string> wanted = emitted(test);
  std::vector<HoledText> texts;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    texts.emplace_back(marked[i], kMark);
    if (test.name.find(kMark) != std::string::npos || texts.back().filled(test.name) != wanted[i]) return;
  }
  family.texts = std::move(texts);
}

}  // namespace perfc
