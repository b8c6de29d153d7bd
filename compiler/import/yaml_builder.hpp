// Turns the events of a YAML text into a Document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/diag/diagnostic.hpp"
#include "compiler/import/yaml_events.hpp"
#include "compiler/import/yaml_places.hpp"

namespace perfc {

// Thrown after an error from which there is no going on; it is reported already.
struct YamlStop {};

void report_yaml_tab(Span place, Diagnostics& diags);

class YamlBuilder {
 public:
  // `form` is the name of what is read.
  YamlBuilder(std::string_view text, std::string_view form, FileId file, Diagnostics& diags);

  // False for the last one.
  bool take(const YamlEvent& event);
  [[nodiscard]] std::optional<Document>& root() { return root_; }

 private:
  // A collection that is not closed. Its parts wait in items_ or entries_, from `first` on, until all are there.
  struct Frame {
    Document node;
    std::string anchor;
    std::size_t first = 0;
    bool bracketed = false;  // of flow style, but for [a: b]
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

  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {file_, begin, end}; }
  void advance(std::uint32_t begin, std::uint32_t end, bool plain = false);
  void document(const YamlEvent& event);
  void scalar(const YamlEvent& event);
  void alias(const YamlEvent& event);
  void open(const YamlEvent& event);
  void close(const YamlEvent& event);
  void tag(std::string_view tag, Document& node);
  void remember(const std::string& anchor, const Document& node);
  void add(Document&& node);
  void add_entry(Frame& map, Document&& value);
  [[nodiscard]] const Document::Entry* earlier(Frame& map, const std::string& key) const;
  [[noreturn]] static void stop() { throw YamlStop{}; }

  std::string_view text_;
  std::string_view form_;
  FileId file_;
  Diagnostics& diags_;
  YamlPlaces places_;
  std::vector<Frame> open_;
  std::vector<Document> items_;
  std::vector<Document::Entry> entries_;
  std::unordered_map<std::string, Anchored> anchors_;
  std::size_t expanded_ = 0;
  std::optional<Document> root_;
};

}  // namespace perfc
