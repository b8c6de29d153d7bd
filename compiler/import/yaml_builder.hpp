// Turns yaml-cpp's events into a Document.
#pragma once

#include <yaml-cpp/eventhandler.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/yaml_places.hpp"

namespace perfc {

// Thrown after an error from which there is no going on; it is reported already.
struct YamlStop {};

class YamlBuilder final : public YAML::EventHandler {
 public:
  // `skipped`: bytes before the text (a byte order mark), which yaml-cpp does not count.
  YamlBuilder(std::string_view text, FileId file, std::uint32_t skipped, Diagnostics& diags);

  [[nodiscard]] std::optional<Document>& root() { return root_; }
  // Looks at what follows the last node.
  void finish();
  // Where reading has come to, for errors without a place of their own.
  [[nodiscard]] std::uint32_t read() const { return places_.read(); }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Document node;
    YAML::anchor_t anchor = 0;
    std::uint32_t column = 0;
    bool bracketed = false;
    bool has_key = false;
    Document key;
    std::unordered_map<std::string, std::size_t> keys;  // of a map with many entries
  };
  struct Anchored {
    Document node;
    std::size_t weight = 0;  // what a copy costs, in bytes
    std::size_t depth = 0;
    bool complete = false;
  };

  [[nodiscard]] std::uint32_t offset(const YAML::Mark& mark) const;
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {file_, begin, end}; }
  void advance(std::uint32_t begin, std::uint32_t end);
  void check_nothing(bool is_key);
  void open(Document::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool flow);
  void close();
  void take_scalar(YamlPlaces::Scalar place, std::string text, std::string_view tag, YAML::anchor_t anchor);
  void remember(YAML::anchor_t anchor, const Document& node);
  void add(Document node);
  void add_entry(Frame& map, Document value);
  [[nodiscard]] const Document::Entry* earlier(Frame& map, const std::string& key) const;
  [[noreturn]] void stop() const { throw YamlStop{}; }

  std::string_view text_;
  FileId file_;
  std::uint32_t skipped_;
  Diagnostics& diags_;
  YamlPlaces places_;
  std::vector<Frame> open_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  std::size_t expanded_ = 0;
  std::optional<Document> root_;
};

}  // namespace perfc
