// Text that may contain values known only where a script runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perfc {

struct TextPart {
  enum class Kind : unsigned char {
    literal,    // text
    env,        // environment variable `text`; `fallback` stands where it is unset or empty
    work_dir,   // the test's work directory, which `--workspace` may replace at run time
    test_name,  // the test's name, put in by named(): until then tests share texts that differ in nothing else
  };
  Kind kind = Kind::literal;
  std::string text;
  std::optional<std::string> fallback;
  friend bool operator==(const TextPart&, const TextPart&) = default;
};

// A sequence of parts; adjacent literals are always joined, so equal texts compare equal. Copies share the parts,
// because thousands of plans hold the same argument vectors.
class Text {
 public:
  Text() = default;
  Text(std::string literal);  // NOLINT(google-explicit-constructor): a string is a text
  Text(std::string_view literal) : Text(std::string(literal)) {}
  Text(const char* literal) : Text(std::string(literal)) {}
  static Text env(std::string name, std::optional<std::string> fallback = {});
  static Text work_dir();
  static Text test_name();

  Text& operator+=(const Text& other);
  friend Text operator+(Text left, const Text& right) { return left += right; }
  friend bool operator==(const Text& a, const Text& b) { return a.parts_ == b.parts_ || a.parts() == b.parts(); }

  [[nodiscard]] const std::vector<TextPart>& parts() const;
  [[nodiscard]] bool empty() const { return parts_ == nullptr; }
  // Known at compile time: no part but literals.
  [[nodiscard]] bool literal() const;
  // The characters of a literal text. Must be literal().
  [[nodiscard]] const std::string& str() const;
  // This text with `name` where the test's name belongs.
  [[nodiscard]] Text named(std::string_view name) const;
  // For people: run-time parts as ${NAME} (work_dir as ${workDir}).
  [[nodiscard]] std::string display() const;
  // True when this text is `prefix` or continues it with a '/' (paths); `rest` gets what follows the prefix, with its
  // '/'.
  [[nodiscard]] bool under(const Text& prefix, Text* rest = nullptr) const;

 private:
  explicit Text(std::vector<TextPart> parts);

  std::shared_ptr<const std::vector<TextPart>> parts_;  // null when there are none
};

}  // namespace perfc
