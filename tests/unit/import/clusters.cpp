// Cluster files. That what is written passes `perfc check` is tested in tests/unit/driver.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "compiler/import/foreign.hpp"
#include "compiler/import/node_types.hpp"

namespace perfc {
namespace {

struct ImportedClusters {
  Sources sources;
  Diagnostics diags;
  std::optional<std::string> text;

  explicit ImportedClusters(const std::string& file, const std::string& path = "clusters.conf") {
    text = import_file(sources, sources.add(path, file), diags);
    CHECK(text.has_value() != diags.failed());
  }
  [[nodiscard]] std::string source() const { return text.value_or("(nothing)\n") + findings(); }
  // "line:column code message" of every finding, notes behind it.
  [[nodiscard]] std::string findings() const {
    std::string all;
    for (const Diagnostic& found : diags.all()) {
      all += fmt::format("{} {} {}\n", place(found.span), found.code, found.message);
      for (const Related& note : found.related) all += fmt::format("  {} {}\n", place(note.span), note.text);
    }
    return all;
  }

 private:
  [[nodiscard]] std::string place(Span span) const {
    const Position at = sources.position(span.file, span.begin);
    return fmt::format("{}:{}", at.line, at.column);
  }
};

// What a section of a cluster on GB200 nodes comes to: the lines between its braces, and the findings.
std::string body_of(const std::string& keys) {
  const std::string source = ImportedClusters("[x_gb200]\n" + keys).source();
  const std::string empty = "use std.gb200\n\ncluster x_gb200 : gb200_nvl4 { }\n";
  const std::string head = "use std.gb200\n\ncluster x_gb200 : gb200_nvl4 {\n";
  if (source.starts_with(empty)) return "}\n" + source.substr(empty.size());
  return source.starts_with(head) ? source.substr(head.size()) : source;
}

}  // namespace

TEST_CASE("clusters: every key has its field") {
  CHECK(ImportedClusters(
            "[lab_gb200]\n"
            "CLUSTER_NAME=lab_gb200\nCLUSTER_HOST=login.example\nCLUSTER_USER=perf\nCLUSTER_TYPE=ssh\n"
            "CLUSTER_WORKDIR=/home/perf/\nCLUSTER_PARTITION=batch\nCLUSTER_ACCOUNT=acct\nCLUSTER_STORAGE=/store\n"
            "CLUSTER_LLM_DATA=/models\nDOCKER_IMAGE=img:1\nMPI_TYPE=pmix_v4\nEXTRA_SRUN_PARAMS=--gres=gpu:4 -l\n")
            .source() ==
        "use std.gb200\n\n"
        "cluster lab_gb200 : gb200_nvl4 {\n"
        "  type      = ssh\n"
        "  host      = \"login.example\"\n"
        "  user      = \"perf\"\n"
        "  account   = \"acct\"\n"
        "  partition = \"batch\"\n"
        "  mpi       = pmix_v4\n"
        "  srun_args = [\"--gres=gpu:4\", \"-l\"]\n"
        "  container {\n"
        "    image = \"img:1\"\n"
        "    # The second is CLUSTER_STORAGE.\n"
        "    mounts = [\"${model_root}:${model_root}\", \"/store:/store\"]\n"
        "  }\n"
        "  model_root = \"/models\"\n"
        "  work_dir   = \"/home/perf\"\n"
        "}\n");
}

TEST_CASE("clusters: empty values are left out, storage stands for the models where nothing else does") {
  CHECK(body_of("CLUSTER_HOST=\nMPI_TYPE =\nEXTRA_SRUN_PARAMS=\n") == "}\n");
  const std::string models =
      "  container {\n    mounts = [\"${model_root}:${model_root}\"]\n  }\n  model_root = \"/s\"\n}\n";
  CHECK(body_of("CLUSTER_STORAGE=/s\nCLUSTER_LLM_DATA=\n") == models);
  CHECK(body_of("CLUSTER_STORAGE=/s/\nCLUSTER_LLM_DATA=/s\n") == models);
  CHECK(body_of("CLUSTER_LLM_DATA=/s\n") == models);
  CHECK(body_of("# where\nCLUSTER_STORAGE=/s\nCLUSTER_LLM_DATA=\"\"\n")
            .starts_with("  container {\n    mounts = [\"${model_root}:${model_root}\"]\n  }\n  # where\n  model_root "
                         "= \"/s\"\n}\n"));
}

TEST_CASE("clusters: comments stay where they were") {
  CHECK(ImportedClusters(
            "\xEF\xBB\xBF# head\r\n\r\n# lab\r\n#  集群\r\n[lab_gb200] ; named\r\n; who\r\nCLUSTER_NAME=lab_gb200\r\n"
            "# account\r\n\r\nCLUSTER_ACCOUNT=a\r\n# odd\r\nODD = 1 ${x}\r\n\r\n##second\r\n[h100]\r\n#end")
            .source() ==
        "# head\n\nuse std.gb200\nuse std.h100\n\n"
        "# lab\n#  集群\n# named\ncluster lab_gb200 : gb200_nvl4 {\n  # who\n  # account\n  account = \"a\"\n"
        "  # odd\n  # ODD=1 ${x}\n}\n\n"
        "# #second\ncluster h100 : h100_hgx8 { }\n\n# end\n"
        "12:1 W566 unknown key 'ODD'; it is kept as a comment\n");
}

TEST_CASE("clusters: what a node is") {
  const auto head = [](const std::string& name, const std::string& keys = "") {
    return ImportedClusters("[" + name + "]\n" + keys).source();
  };
  CHECK(head("site-GB300.b") == "use std.gb300\n\ncluster \"site-GB300.b\" : gb300_nvl4 { }\n");
  CHECK(head("lab", "CLUSTER_PARTITION=b200") ==
        "use std.b200\n\ncluster lab : b200_hgx8 {\n  partition = \"b200\"\n}\n");
  CHECK(head("lab_gb200x") ==
        "cluster lab_gb200x {\n  # gpus_per_node: the cluster file does not say how many GPUs a node has\n}\n"
        "1:2 W568 nothing says how many GPUs a node of cluster 'lab_gb200x' has\n");
  CHECK(head("lab", "EXTRA_SRUN_PARAMS=--gpus-per-node gb200:2") ==
        "cluster lab {\n  gpus_per_node = 2\n  srun_args     = [\"--gpus-per-node\", \"gb200:2\"]\n}\n");
  CHECK(head("gb200", "EXTRA_SRUN_PARAMS=--gres=shard:1,gpu:gb200:8,x") ==
        "use std.gb200\n\ncluster gb200 : gb200_nvl4 {\n  gpus_per_node = 8\n"
        "  srun_args     = [\"--gres=shard:1,gpu:gb200:8,x\"]\n}\n"
        "2:19 W569 '--gres=shard:1,gpu:gb200:8,x' differs from 4 GPUs a node of 'gb200_nvl4'; 8 is written\n");
  CHECK(head("gb200", "EXTRA_SRUN_PARAMS=--gres=gpu --gres=nic:9 --gres").find("gpus_per_node") == std::string::npos);
  // The file's own name wins over an imported one, so it would be its own base.
  CHECK(head("gb200_nvl4") ==
        "use std.gb200\n\ncluster gb200_nvl4 {\n  gpu           = GB200\n  gpus_per_node = 4\n}\n");
}

TEST_CASE("clusters: a new module of the standard library is known at once") {
  std::set<std::string> declared;
  for (const auto& entry : std::filesystem::directory_iterator("stdlib")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("cluster "))
        declared.insert(fmt::format("{} {}", entry.path().stem().string(), line.substr(8, line.find(' ', 8) - 8)));
    }
  }
  std::set<std::string> known;
  for (const NodeType& type : standard_node_types()) {
    CAPTURE(type.name);
    CHECK_FALSE(type.gpu.empty());
    CHECK(type.name.ends_with(std::to_string(type.gpus_per_node)));
    known.insert(fmt::format("{} {}", type.module, type.name));
  }
  CHECK(known == declared);
  CHECK(known.contains("gb200 gb200_nvl4"));
}

TEST_CASE("clusters: values keep their characters") {
  CHECK(body_of("CLUSTER_ACCOUNT=a$\"\\'b\nCLUSTER_WORKDIR=/a b/${x}\n"
                "EXTRA_SRUN_PARAMS=--comment=\"a b $X\" 'c;d' \\\"\n") ==
        "  account   = \"a$\\\"\\\\'b\"\n  srun_args = [\"--comment=a b $X\", \"c;d\", '\"']\n"
        "  work_dir  = '/a b/${x}'\n}\n");
  CHECK(body_of("CLUSTER_ACCOUNT=\"a\"\nCLUSTER_PARTITION='\n") ==
        "  account   = \"a\"\n  partition = \"'\"\n}\n2:17 W572 the quotation marks around CLUSTER_ACCOUNT are left "
        "out\n");
  CHECK(body_of("MPI_TYPE=openmpi") ==
        "  mpi = pmix\n}\n2:10 W567 srun knows no MPI type 'openmpi'; 'pmix' is written\n");
  CHECK(body_of("CLUSTER_NAME=The GB200 lab") ==
        "}\n2:14 W571 CLUSTER_NAME 'The GB200 lab' is not the section's name 'x_gb200', which the cluster gets\n");
  CHECK(body_of("CLUSTER_NAME=y").find("2:14 W571 CLUSTER_NAME 'y' is not the section's name 'x_gb200', ") !=
        std::string::npos);
}

TEST_CASE("clusters: quotation marks around all arguments of srun") {
  const std::string warning = "2:19 W572 the quotation marks around EXTRA_SRUN_PARAMS are left out\n";
  CHECK(body_of("EXTRA_SRUN_PARAMS=\"--gres=gpu:4 --comment=\\\"a\\\"\"\n") ==
        "  srun_args = [\"--gres=gpu:4\", '--comment=\"a\"']\n}\n" + warning);
  CHECK(body_of("EXTRA_SRUN_PARAMS='-l \"a b\"'\n") == "  srun_args = [\"-l\", \"a b\"]\n}\n" + warning);
  CHECK(body_of("# none\nEXTRA_SRUN_PARAMS=\"\"\n") ==
        "  # none\n}\n3:19 W572 the quotation marks around EXTRA_SRUN_PARAMS are left out\n");
  CHECK(body_of("EXTRA_SRUN_PARAMS=' '\n") == "}\n" + warning);
  CHECK(body_of("EXTRA_SRUN_PARAMS=\"-l\"\n") == "  srun_args = [\"-l\"]\n}\n");
  CHECK(body_of("EXTRA_SRUN_PARAMS=\"a b\" \"c\"\n") == "  srun_args = [\"a b\", \"c\"]\n}\n");
  CHECK(body_of("EXTRA_SRUN_PARAMS='-l -wn1'\n") ==
        "(nothing)\n" + warning + "2:23 E423 '-wn1' names nodes, but Slurm chooses them\n");
}

TEST_CASE("clusters: ssh needs a login") {
  CHECK(body_of("CLUSTER_TYPE=ssh\nCLUSTER_USER=") ==
        "  type = ssh\n}\n"
        "2:14 W570 cluster 'x_gb200' is of type ssh, but CLUSTER_HOST is not given\n"
        "3:1 W570 cluster 'x_gb200' is of type ssh, but CLUSTER_USER is not given\n");
  CHECK(body_of("CLUSTER_TYPE=ssh\nCLUSTER_USER=a@b\nCLUSTER_HOST=-oX") ==
        "(nothing)\n"
        "4:14 E564 CLUSTER_HOST '-oX' cannot be part of an ssh address: it begins with '-'\n"
        "3:14 E564 CLUSTER_USER 'a@b' cannot be part of an ssh address: it holds '@'\n");
  CHECK(body_of("CLUSTER_TYPE=ssh\nCLUSTER_USER=a\n# who\nCLUSTER_HOST=\"\"") ==
        "  # who\n  type = ssh\n  user = \"a\"\n}\n"
        "5:14 W572 the quotation marks around CLUSTER_HOST are left out\n"
        "5:14 W570 cluster 'x_gb200' is of type ssh, but CLUSTER_HOST is not given\n");
  CHECK(body_of("CLUSTER_TYPE=local\nCLUSTER_USER=a@b") == "  type = local\n  user = \"a@b\"\n}\n");
}

TEST_CASE("clusters: values that are refused") {
  const auto finding = [](const std::string& entry) {
    const std::string all = body_of(entry);
    CHECK(all.starts_with("(nothing)\n2:"));
    return all.substr(all.find(' ') + 1);
  };
  CHECK(finding("CLUSTER_TYPE=slurm") == "E564 CLUSTER_TYPE 'slurm' is neither 'local' nor 'ssh'\n");
  CHECK(finding("CLUSTER_WORKDIR=~/x") == "E564 CLUSTER_WORKDIR '~/x' is not an absolute path\n");
  CHECK(finding("CLUSTER_PARTITION=a b") == "E564 CLUSTER_PARTITION 'a b' holds a blank\n");
  CHECK(finding("DOCKER_IMAGE=a # b") == "E564 DOCKER_IMAGE 'a # b' holds what seems to be a comment\n");
  CHECK(finding("CLUSTER_LLM_DATA=/a,b") == "E564 CLUSTER_LLM_DATA '/a,b' holds a ',', so it cannot be mounted\n");
  CHECK(finding("CLUSTER_STORAGE=a") == "E564 CLUSTER_STORAGE 'a' is not an absolute path\n");
  CHECK(finding("MPI_TYPE=mpich") == "E564 MPI_TYPE 'mpich' is no MPI type\n");
  CHECK(finding("EXTRA_SRUN_PARAMS=--gres=gpu:0") == "E564 EXTRA_SRUN_PARAMS '--gres=gpu:0' asks for 0 GPUs a node\n");
  CHECK(finding("EXTRA_SRUN_PARAMS=--gpus-per-node=1025") ==
        "E564 EXTRA_SRUN_PARAMS '--gpus-per-node=1025' asks for 1025 GPUs a node\n");
  CHECK(finding("EXTRA_SRUN_PARAMS=a 'b") == "E564 EXTRA_SRUN_PARAMS ''b' has a quote ' that is never closed\n");
  CHECK(finding("EXTRA_SRUN_PARAMS=a #b") == "E564 EXTRA_SRUN_PARAMS '#b' holds what seems to be a comment\n");
  CHECK(finding("EXTRA_SRUN_PARAMS=-l ; gpus") == "E564 EXTRA_SRUN_PARAMS ';' holds what seems to be a comment\n");
  for (const std::string word : {"--nodelist=n1", "-wn1", "-F", "--nodefile=f"}) {
    CHECK(finding("EXTRA_SRUN_PARAMS=-l " + word + " -v") ==
          "E423 '" + word + "' names nodes, but Slurm chooses them\n");
  }
}

TEST_CASE("clusters: files that are not as they should be") {
  const auto findings = [](const std::string& file) { return ImportedClusters(file).source(); };
  const std::string nothing = "(nothing)\n";
  CHECK(findings("A=1\nB=2\n") == nothing + "1:1 E561 'A' stands in front of the first section\n");
  CHECK(findings("[a_h100]\nX\n--y=1\nCLUSTER_HOST: x=1\n") ==
        nothing + "2:1 E560 this is neither '[name]', nor 'KEY=VALUE', nor a comment\n" +
            "3:1 E560 this is neither '[name]', nor 'KEY=VALUE', nor a comment\n" +
            "4:1 E560 this is neither '[name]', nor 'KEY=VALUE', nor a comment\n");
  for (const std::string head : {"[", "[a", "[]", "[ ]", "[a] b"}) {
    CHECK(findings(head + "\nCLUSTER_HOST=x\n") ==
          nothing + "1:1 E560 this is neither '[name]', nor 'KEY=VALUE', nor a comment\n");
  }
  CHECK(findings("[h100]\n[ h100 ]\nCLUSTER_TYPE=x\n") ==
        nothing + "2:3 E562 section 'h100' is written twice\n  1:2 first written here\n");
  CHECK(findings("[h100]\nODD=1\n ODD = 1\n[h200]\nODD=\n") ==
        nothing + "3:2 E563 'ODD' is written twice in section 'h100'\n  2:1 first written here\n" +
            "2:1 W566 unknown key 'ODD'; it is kept as a comment\n" +
            "5:1 W566 unknown key 'ODD'; it is kept as a comment\n");
  CHECK(findings("") == nothing + "1:1 E565 the file has no section, hence no cluster\n");
  CHECK(findings("# x\n") == nothing + "1:1 E565 the file has no section, hence no cluster\n");
  CHECK(findings("[a]\nB=\xFF\n") == nothing + "2:3 E001 byte 0xFF is not valid UTF-8 here\n");
  CHECK(findings("[a]\rB=1\n") == nothing + "1:4 E115 control character U+000D is not allowed\n");
  CHECK(ImportedClusters("[h100]\n" + std::string(5000, 'x') + "\n").findings().starts_with("2:1 E560 "));
  std::string many = "[h100]\n";
  for (int i = 0; i < 5000; ++i) many += "x\n";
  CHECK(ImportedClusters(many).diags.errors() == 1000);
}

TEST_CASE("import: what it takes") {
  CHECK(kind_of_foreign("a.INI", "x: 1\n") == ForeignFile::clusters);
  CHECK(kind_of_foreign("-", "\n# c\n; d\n [a]\n") == ForeignFile::clusters);
  CHECK(kind_of_foreign("clusters.txt", "CLUSTER_NAME=x\n") == ForeignFile::clusters);
  CHECK(kind_of_foreign("a.yaml", "[a]\n") == ForeignFile::yaml);
  CHECK(kind_of_foreign("a", "a: 1\n") == ForeignFile::yaml);
  CHECK(kind_of_foreign("a.perf", "") == ForeignFile::program);
  CHECK(kind_of_foreign("a.txt", "perf/x.py::a[b=1]\n") == ForeignFile::tests);
  CHECK(ImportedClusters("", "a.perf").source() == "(nothing)\n1:1 E575 a program cannot be imported\n");
}

}  // namespace perfc
