#include "compiler/check/standard.hpp"

namespace perfc {

StandardEngines::StandardEngines(const Sources& sources, Imports& imports)
    : context_(sources, input_, imports, diags_) {
  check::Module* const standard = check::builtin(context_);
  if (standard == nullptr) return;
  for (check::Entity* const entity : standard->order) {
    if (entity->node->kind != "schema") continue;
    const schema::RecordType* const options = check::engine_of(context_, *entity);
    options_.emplace(entity->node, options);
    static_cast<void>(check::engine_types(context_, options));
  }
}

const schema::RecordType* StandardEngines::options(const syntax::Declaration& node) const {
  const auto found = options_.find(&node);
  return found == options_.end() ? nullptr : found->second;
}

const check::Engine* StandardEngines::types(const schema::RecordType* options) const {
  const auto found = context_.engines.find(options);
  return found == context_.engines.end() ? nullptr : &found->second;
}

std::shared_ptr<const StandardEngines> standard_engines(const Sources& sources, Imports& imports) {
  return std::make_shared<const StandardEngines>(sources, imports);
}

}  // namespace perfc
