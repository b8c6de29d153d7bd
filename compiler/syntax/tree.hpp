// The tree of one file: what was written, in order, with places. Nothing is resolved here.
//
// Nodes are plain structs in an arena owned by the Tree; strings are views into the source text or the arena. So a tree
// is made without one `new` a node, and lives as long as its Tree and its Source.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/document.hpp"
#include "compiler/base/source.hpp"

namespace perfc::syntax {

enum class ExprKind : std::uint8_t {
  null,
  boolean,        // integer = 0 or 1
  integer,        // integer
  floating,       // floating
  duration,       // integer = milliseconds
  bytes,          // integer = bytes
  percent,        // floating = the number before the %
  string,         // kids: literal pieces (kind `piece`) and interpolated expressions, in order; no kids: empty string
  piece,          // text = characters of a string literal, escapes decoded
  word,           // text: a name whose meaning depends on its place
  list,           // kids
  map,            // kids: `entry` nodes
  entry,          // kids: key (word or string), value
  call,           // text = function or template name, kids = arguments (`named` for name = value)
  named,          // text = parameter name, kids: value
  member,         // kids: object; text = field
  index,          // kids: object, index
  unary,          // op, kids: operand
  binary,         // op, kids: left, right
  conditional,    // kids: then, condition, else
  comprehension,  // text = variable, kids: element, iterated, [condition]
};

enum class Op : std::uint8_t {
  none,
  add,
  sub,
  mul,
  div,
  floor_div,
  mod,
  range,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  in,
  not_in,
  logical_and,
  logical_or,
  logical_not,
  negate
};

struct Expr {
  ExprKind kind = ExprKind::null;
  Op op = Op::none;
  Span span;
  Span name_span;  // of `text`, for member, call, named and comprehension
  std::string_view text;
  std::int64_t integer = 0;
  double floating = 0;
  std::span<const Expr* const> kids;
};

// A type as written: int(1..8), enum(a, b), list(int), string | null, model ...
struct TypeExpr {
  Span span;
  std::string_view
      name;  // int float bool null string text duration bytes enum list map block any, or a declaration kind
  std::span<const TypeExpr* const> arguments;  // list(T), map(T)
  std::span<const Expr* const> words;          // members of enum(...)
  const Expr* least = nullptr;                 // int(1..8): both ends; int(1..): only the first
  const Expr* most = nullptr;
  bool optional = false;           // T?
  const TypeExpr* next = nullptr;  // alternative after |
};

struct Body;

enum class StatementKind : std::uint8_t {
  assign,     // name = value
  append,     // name += value
  block,      // name [value] [: base] { body }; roles are blocks: ctx 1 : dep(4) { }
  unset,      // unset name
  require,    // require value, message
  allow,      // allow name, message
  loop,       // for name in value { body }
  branch,     // if value { body } else { otherwise }
  test,       // test value [with loads] [as alias] [{ body }]
  compare,    // name op value, in expect { }
  flag,       // name [value]: skip "reason", isolation, regression 5%
  option,     // in a schema: name [: type] [= value] [{ body }]
  tolerance,  // name regression value, in expect { }
};

struct Statement {
  StatementKind kind = StatementKind::assign;
  Op op = Op::none;
  Span span;
  Span name_span;
  std::string_view name;      // decoded when it was written as a string
  const Expr* key = nullptr;  // the key expression when the name was a string with interpolation, else null
  std::string_view doc;       // text of the ## comments above, raw lines joined by '\n' without the marks
  const Expr* value = nullptr;
  const Expr* base = nullptr;     // word or call
  const Expr* message = nullptr;  // require, allow
  const Expr* loads = nullptr;    // test ... with
  const Expr* alias = nullptr;    // test ... as
  const TypeExpr* type = nullptr;
  const Body* body = nullptr;
  const Body* otherwise = nullptr;  // else; `else if` is a body with one branch
};

struct Body {
  Span span;  // with its braces
  std::span<const Statement* const> statements;
};

struct Parameter {
  Span span;
  std::string_view name;
  const TypeExpr* type = nullptr;
  const Expr* fallback = nullptr;
};

enum class DeclKind : std::uint8_t { object, let, param, use, require, allow };

// KIND name [(params)] [on cluster] [: base] { body }, or let / param / use / require / allow at the top of a file.
struct Declaration {
  DeclKind decl = DeclKind::object;
  Span span;
  Span kind_span;
  std::string_view kind;  // "cluster", "topology" ...: not checked by the parser
  Span name_span;
  std::string_view name;  // use: the dotted module ("std.gb200") or the decoded path
  bool quoted = false;    // named by a string; use "path.perf" against use std.x
  std::string_view doc;
  std::span<const Parameter* const> parameters;
  bool is_template = false;  // has a parameter list, perhaps an empty one
  const Expr* on = nullptr;
  const Expr* base = nullptr;  // word or call; yaml("...") is a call
  const TypeExpr* type = nullptr;
  const Expr* value = nullptr;    // let, param, require
  const Expr* message = nullptr;  // require, allow
  const Body* body = nullptr;     // null only after a syntax error or for let, param, use, require, allow

  // Set by importers only: the fields come from a foreign file, so unknown ones are kept as `extra` with a warning.
  bool foreign = false;
  std::shared_ptr<const Document> document;
};

struct Comment {
  Span span;
  bool own_line = false;
  bool doc = false;  // ##
};

// Movable, not copyable. Nodes point into `arena` and into the source text, which must outlive the tree.
struct Tree {
  FileId file = kNoFile;
  std::unique_ptr<std::pmr::monotonic_buffer_resource> arena =
      std::make_unique<std::pmr::monotonic_buffer_resource>(8 * 1024);
  std::vector<const Declaration*> declarations;
  std::deque<Declaration> foreign;      // made by importers: they own documents, which an arena would not give back
  std::vector<Comment> comments;        // ascending
  std::unique_ptr<std::string> mended;  // what nodes point into where brackets were missing: see brackets.hpp
};

}  // namespace perfc::syntax
