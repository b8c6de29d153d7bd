#include "compiler/import/node_types.hpp"

#include <algorithm>
#include <cctype>

#include "compiler/base/ascii.hpp"
#include "compiler/base/embedded.hpp"
#include "compiler/base/file_name.hpp"
#include "compiler/syntax/parse.hpp"

namespace perfc {
namespace {

constexpr std::string_view kFolder = "stdlib/";

std::vector<std::string> matches_of(const syntax::Tree& tree, std::string_view gpu) {
  std::vector<std::string> matches;
  for (const syntax::Declaration* declaration : tree.declarations) {
    if (declaration->kind != "gpu" || declaration->name != gpu || declaration->body == nullptr) continue;
    for (const syntax::Statement* statement : declaration->body->statements) {
      if (statement->name != "matches" || statement->value == nullptr) continue;
      for (const syntax::Expr* name : statement->value->kids) {
        if (name->kids.size() == 1) matches.emplace_back(name->kids.front()->text);
      }
    }
  }
  return matches;
}

void add_types(const EmbeddedFile& file, std::vector<NodeType>& types) {
  Sources sources;
  Diagnostics unheard;
  const FileId id = sources.add(std::string(file.path), std::string(file.text));
  const syntax::Tree tree = syntax::parse(sources, id, unheard);
  for (const syntax::Declaration* declaration : tree.declarations) {
    if (declaration->kind != "cluster" || declaration->body == nullptr) continue;
    NodeType type{std::string(file_stem(file.path)), std::string(declaration->name), {}, 0, {}};
    for (const syntax::Statement* statement : declaration->body->statements) {
      if (statement->value == nullptr) continue;
      if (statement->name == "gpu") type.gpu = statement->value->text;
      if (statement->name == "gpus_per_node") type.gpus_per_node = statement->value->integer;
    }
    type.matches = matches_of(tree, type.gpu);
    if (!type.gpu.empty() && type.gpus_per_node > 0) types.push_back(std::move(type));
  }
}

// Letters and digits, in lower case; everything else parts words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (is_letter(c) || is_digit(c)) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

}  // namespace

std::vector<NodeType> standard_node_types() {
  std::vector<NodeType> types;
  for (const EmbeddedFile& file : embedded_files()) {
    const bool module = file.path.starts_with(kFolder) && file.path.find('/', kFolder.size()) == std::string_view::npos;
    if (module) add_types(file, types);
  }
  return types;
}

const NodeType* node_type_named(const std::vector<NodeType>& types, std::string_view name,
                                std::optional<std::int64_t> gpus_per_node) {
  const NodeType* first = nullptr;
  for (const std::string& word : words_of(name)) {
    for (const NodeType& type : types) {
      if (type.module != word) continue;
      if (type.gpus_per_node == gpus_per_node) return &type;
      if (first == nullptr) first = &type;
    }
  }
  return first;
}

}  // namespace perfc
