// A body of the language before it is printed, so that it is known what will stand there before comments find their
// places.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/migrate/yaml_comments.hpp"
#include "compiler/syntax/source_writer.hpp"

namespace perfc {

struct SourceNode {
  std::string head;                   // name of a field, or what stands before the '{' of a block
  std::string value;                  // of a field; empty for a block
  std::vector<std::string> elements;  // of a field that is a list: lines, where they do not fit on one
  bool block = false;
  std::vector<std::uint32_t> keys;  // of the YAML file, that this stands for
  std::vector<SourceNode> body;
  std::string base;         // what a block starts from: "dep(8)"; empty for none
  std::string kind;         // of the declaration that several files may share in its place: "worker"; empty for none
  std::string declaration;  // the name that one would have

  static SourceNode field(std::string name, std::string value, std::vector<std::uint32_t> keys = {}) {
    return {std::move(name), std::move(value), {}, false, std::move(keys), {}, {}, {}, {}};
  }
  static SourceNode list(std::string name, std::vector<std::string> elements, std::vector<std::uint32_t> keys = {}) {
    return {std::move(name), {}, std::move(elements), false, std::move(keys), {}, {}, {}, {}};
  }
  static SourceNode make_block(std::string head, std::vector<SourceNode> body, std::vector<std::uint32_t> keys = {}) {
    return {std::move(head), {}, {}, true, std::move(keys), std::move(body), {}, {}, {}};
  }
};

// Tells the comments which keys `nodes` stand for.
void claim_keys(const std::vector<SourceNode>& nodes, YamlComments& comments);
// Whether something in them starts from a template of the standard library.
[[nodiscard]] bool calls_template(const std::vector<SourceNode>& nodes);
// Short blocks on one line, longer ones apart from what stands beside them.
void print_nodes(const std::vector<SourceNode>& nodes, const YamlComments& comments, syntax::SourceWriter& out);

}  // namespace perfc
