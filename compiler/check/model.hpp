// What the checker works with: modules, entities, scopes, and objects whose fields are evaluated when they are asked
// for. Objects are late bound: an inherited field sees the fields of the object that inherited it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <typeinfo>
#include <unordered_map>
#include <vector>

#include "compiler/check/check.hpp"
#include "compiler/schema/kinds.hpp"

namespace perfc::check {

struct Module;
struct Object;
struct Entity;

// One step of the way outwards along which a name is looked up.
struct Scope {
  const Scope* parent = nullptr;
  Object* object = nullptr;  // its fields are visible
  Module* module = nullptr;  // outermost: let, param, declarations
  struct Binding {
    std::string_view name;
    Value value;
  };
  std::vector<Binding> bindings;  // variables of `for`, arguments of a template
};

enum class State : std::uint8_t { fresh, running, done };

// A statement that says something about a field, and where its names are looked up.
struct Definition {
  const syntax::Statement* statement = nullptr;
  const Scope* scope = nullptr;
  std::uint16_t layer = 0;  // 0: the farthest base
  bool foreign = false;     // from a configuration file
};

using Definitions = std::pmr::vector<Definition>;

struct Slot {
  explicit Slot(std::pmr::memory_resource* memory) : definitions(memory) {}

  std::string_view name;
  Span name_span;
  const schema::FieldType* field = nullptr;  // null for a foreign key that no schema knows
  Definitions definitions;                   // base first
  State state = State::fresh;
  Value value;
};

// A body among those that make up an object.
struct Layer {
  const syntax::Body* body = nullptr;
  const Scope* scope = nullptr;  // of the place where the body stands
  bool foreign = false;
  const syntax::Declaration* configuration = nullptr;  // of a foreign layer
  bool of_role = false;                                // the body of a role itself, not of what it starts from
};

struct Object;

struct TestItem {
  const syntax::Statement* statement = nullptr;
  const Scope* scope = nullptr;
  Object* group = nullptr;  // that a test stands in
  std::uint16_t layer = 0;  // of the body that it stands in
};

struct Object final : Opaque {
  explicit Object(std::pmr::memory_resource* memory) : slots(memory) {}

  const schema::RecordType* type = nullptr;  // null: a map, any names
  const schema::Type* element = nullptr;     // of a map's entries
  std::string what;                          // for messages: "topology 'x'"
  std::string group_name;                    // of a group of tests
  Span span;
  const Scope* outer = nullptr;
  std::vector<Layer> layers;
  std::vector<Scope> scopes;   // one a layer; of that size from the beginning, as they are pointed to
  std::pmr::list<Slot> slots;  // in order of first writing; a list, as a deque takes half a kilobyte for the first
  std::uint64_t names = 0;     // bit_of() each slot's name: most names that are looked for are not there
  std::vector<TestItem> tests;
  std::vector<Object*> groups;  // of a suite, with and without tests
  std::vector<TestItem> requirements;
  std::vector<TestItem> comparisons;       // and tolerances, of expect { }
  std::optional<Value> count;              // of a role: the number of servers
  bool incomplete = false;                 // a base or a statement of it is missing, which was reported
  bool faulty = false;                     // something in it was reported
  std::shared_ptr<const Record> finished;  // what finish() gave, as long as nothing is added
  std::vector<WrittenComputed> computed;
  std::vector<std::string_view> misspelt;  // fields that were likely meant by unknown ones, which were reported

  [[nodiscard]] static std::uint64_t bit_of(std::string_view name) {
    if (name.empty()) return 1;
    return std::uint64_t{1} << ((static_cast<unsigned char>(name.front()) * 5U +
                                 static_cast<unsigned char>(name.back()) * 3U + name.size()) %
                                64U);
  }
  // Whether nothing in it may be meant for the field.
  bool lacks(std::string_view name) {
    return find(name) == nullptr && std::find(misspelt.begin(), misspelt.end(), name) == misspelt.end();
  }

  Slot* find(std::string_view name) {
    if ((names & bit_of(name)) == 0) return nullptr;
    for (Slot& slot : slots) {
      if (slot.name == name) return &slot;
    }
    return nullptr;
  }
};

// A declaration with arguments: what a reference refers to.
struct Instance final : Opaque {
  Entity* entity = nullptr;
  Scope scope;  // arguments; its parent is the module's
  Object* object = nullptr;
  State state = State::fresh;
  const void* built = nullptr;  // its struct in the program
};

struct Entity {
  const syntax::Declaration* node = nullptr;
  Module* module = nullptr;
  bool used = false;    // as a base
  bool cyclic = false;  // reported
  std::deque<Instance> instances;
  const schema::RecordType* engine = nullptr;  // of a schema
  State state = State::fresh;
};

struct Global {  // let or param
  const syntax::Declaration* node = nullptr;
  State state = State::fresh;
  Value value;
};

struct Module {
  std::string key;
  FileId file = kNoFile;
  Scope scope;
  bool user = false;  // given on the command line, or imported from a path: not of the standard library
  std::map<std::pair<std::string_view, std::string_view>, Entity> entities;  // by kind and name
  std::vector<Entity*> order;
  std::map<std::string_view, Global> globals;
  std::vector<const syntax::Declaration*> requirements;
  struct Use {
    Module* module = nullptr;
    const syntax::Declaration* node = nullptr;
  };
  std::vector<Use> uses;
  bool incomplete = false;  // an import is missing, which was reported
};

// A value of a template that is known only when the template is used.
struct Unknown final : Opaque {
  const schema::Type* type = nullptr;  // null: any
};

// Stands where an error was reported already; nothing more is said about it.
struct Poison final : Opaque {};

// Values that may need one another in a row; more would be a danger to the stack.
inline constexpr std::size_t kDeepest = 250;
// Expressions within expressions, over all values that are being evaluated. Above the parser's limit for one
// expression.
inline constexpr unsigned kHighest = 1400;

// One way a name was being evaluated, for naming every step of a cycle.
struct Step {
  std::string_view name;
  Span span;
  const Slot* slot = nullptr;
};

struct Engine {
  const schema::RecordType* options = nullptr;
  schema::Tables::EngineTypes types;
};

// Of one check, or of standard_engines() for many.
using Engines = std::map<const schema::RecordType*, Engine>;

struct Context {
  Context(const Sources& s, const CheckInput& i, Imports& m, Diagnostics& d)
      : sources(s), input(i), imports(m), diags(d) {}

  const Sources& sources;
  const CheckInput& input;
  Imports& imports;
  Diagnostics& diags;
  const schema::Tables& tables = schema::Tables::shared();
  schema::Types types;
  std::unique_ptr<Program> program = std::make_unique<Program>();

  std::pmr::monotonic_buffer_resource memory{std::size_t{8} * 1024};  // of the slots, which stay as long as this does
  std::deque<Module> modules;
  std::set<std::string_view> of_unknown_kind;  // names of declarations whose kind was reported
  std::deque<Object> objects;
  std::deque<Scope> scopes;
  std::deque<Unknown> unknowns;
  std::deque<syntax::Body> bodies;  // made from map literals
  std::deque<syntax::Statement> statements;
  std::deque<std::vector<const syntax::Statement*>> statement_lists;
  std::deque<std::string> strings;  // computed field names
  Engines engines;
  std::shared_ptr<const StandardEngines> shared_engines = imports.engines();
  std::vector<Entity*> bases;  // being followed, for naming a cycle
  Module* standard = nullptr;  // std.trtllm
  bool standard_looked_up = false;
  std::vector<Step> steps;
  std::vector<std::string> importing;
  Poison poison;
  unsigned depth = 0;
  bool too_deep = false;     // which was reported
  std::size_t compared = 0;  // names with one another, for suggestions

  [[nodiscard]] Value bad(Span span) { return {static_cast<const Opaque*>(&poison), span}; }
  [[nodiscard]] Value unknown(const schema::Type* type, Span span) {
    Unknown& made = unknowns.emplace_back();
    made.type = type;
    return {static_cast<const Opaque*>(&made), span};
  }
};

// Nothing is derived from any of them, so to compare types is enough; a dynamic_cast takes ten times as long.
template <class T>
const T* opaque(const Value& value) {
  const auto* handle = value.get<const Opaque*>();
  if (handle == nullptr || typeid(**handle) != typeid(T)) return nullptr;
  return static_cast<const T*>(*handle);
}
inline bool is_bad(const Value& value) { return opaque<Poison>(value) != nullptr; }
inline bool is_unknown(const Value& value) { return opaque<Unknown>(value) != nullptr; }

// names.cpp: what a word means.
const Value* find_variable(Context& context, std::string_view name, const Scope& scope, bool fields);
Entity* find_entity(Context& context, std::string_view kind, std::string_view name, const Scope& scope, Span span);
void report_unknown_entity(Context& context, std::string_view kind, std::string_view name, const Scope& scope,
                           Span span);
Module* module_of(const Scope& scope);
void report_cycle(Context& context, const Step& again);

// suggest.cpp: what was likely meant.
// "did you mean 'x'?" where one of `candidates` is near to `written`, which stands at `span`; gives it, or nothing.
// The fix is safe where no other is as near.
std::string_view suggest(Context& context, Diagnostic& found, Span span, std::string_view written,
                         const std::vector<std::string_view>& candidates);
// The fix of writing `right` for `written`, which stands at `span` as it is or in quotes.
void respell(Context& context, Diagnostic& found, Span span, std::string_view written, std::string_view right);
// A name that is neither a variable nor anything else that could stand at `span`.
void report_unknown_name(Context& context, Span span, std::string_view name, const Scope& scope);
// The same for the word that is the value of `expr`: where it stands itself, or where a variable was given it.
void report_unknown_word(Context& context, const syntax::Expr& expr, std::string_view word, const Scope& scope);
// The fix of a line `use module` in the file of `span`.
void import_module(Context& context, Diagnostic& found, Span span, std::string_view module);

// evaluate.cpp, operators.cpp, library.cpp: expressions. `expected` may be null.
Value evaluate(Context& context, const syntax::Expr& expr, const Scope& scope, const schema::Type* expected);
Value apply(Context& context, const syntax::Expr& expr, const Value& left, const Value& right, const Scope& scope);
Value negate(Context& context, const syntax::Expr& expr, const Value& operand, const Scope& scope);
Value call(Context& context, const syntax::Expr& expr, const Scope& scope, const schema::Type* expected);
std::optional<bool> condition(Context& context, const syntax::Expr& expr, const Scope& scope);  // nullopt: not known
// Elements that `for` goes over; nullopt when not known or reported.
std::optional<List> elements(Context& context, const Value& value, Span span, const Scope& scope);
bool equal(Context& context, const Value& left, const Value& right);

// coerce.cpp: a value where a type is expected; reports and returns poison when it does not fit.
Value coerce(Context& context, Value value, const schema::Type& type, const Scope& scope);
std::string describe(Context& context, const Value& value);  // "the integer 12", "a list"
std::string run_time_words(const Text& text);                // env("NAME"), the first of a text

// objects.cpp, merge.cpp: bodies.
struct ObjectSpec {
  const schema::RecordType* type = nullptr;
  const schema::Type* element = nullptr;  // of a map, where type is null
  std::string what;
  Span span;
  std::vector<Layer> layers;
  // Definitions that come before all layers' own, by field name.
  std::vector<std::pair<std::string_view, Definition>> prelude;
};
Object& make_object(Context& context, ObjectSpec spec);
// Adds what a test says on top of a benchmark or topology.
void override_field(Context& context, Object& object, std::string_view name, const Definition& definition);
const Value& force(Context& context, Object& object, Slot& slot);
Value merged(Context& context, Object& object, Slot& slot);
// Forces everything; nested objects become records, poisoned fields are left out.
Value finish(Context& context, const Value& value);
std::shared_ptr<const Record> finish(Context& context, Object& object);

// entities.cpp: declarations.
Instance* instantiate(Context& context, Entity& entity, const syntax::Expr* call, const Scope& scope, Span span);
Object& object_of(Context& context, Instance& instance);
bool collect_layers(Context& context, const syntax::Expr* base, std::string_view kind, const Scope& scope,
                    std::vector<Layer>& layers);
const schema::Type* make_type(Context& context, const syntax::TypeExpr& written, const syntax::Body* body,
                              const Scope& scope, std::string_view what);
const schema::RecordType* engine_of(Context& context, Entity& entity);
const Engine& engine_types(Context& context, const schema::RecordType* options);
const Engine& engine_for(Context& context, const std::vector<Layer>& layers, const Scope& scope);

// modules.cpp: files.
Module* load_module(Context& context, const Imports::Module& source, bool user);
Module* builtin(Context& context);  // std.trtllm

// build_*.cpp: program structs. Null when it cannot be built.
const Gpu* build_gpu(Context& context, Instance& instance);
const Cluster* build_cluster(Context& context, Instance& instance);
const Model* build_model(Context& context, Instance& instance);
const Benchmark* build_benchmark(Context& context, Object& object, std::string_view name, Span span);
const Harness* build_harness(Context& context, Instance& instance);
const Topology* build_topology(Context& context, Object& object, const syntax::Declaration& node, bool complete);
const Topology* build_topology(Context& context, Instance& instance, bool complete);
// `keep`: it belongs to a file of the command line and becomes part of the program.
void build_suite(Context& context, Instance& instance, bool keep);

}  // namespace perfc::check
