/* pyxis_stub: stands in for NVIDIA's pyxis where no container can run. It registers pyxis's
 * options with srun (and sbatch, salloc with alloc=1), refuses what pyxis refuses on the command
 * line, and starts the task without a container. plugstack.conf arguments:
 *   log=FILE    one line per task: the options as slurmstepd received them
 *   workdir=1   change to --container-workdir
 *   alloc=1     sbatch and salloc accept the options too
 *   race=S      a container takes S seconds to start, and where another of the same name starts on
 *               the same node meanwhile, the later one fails, as pyxis may; needs dir=DIR
 *   dir=DIR     for the marks of those that start
 * A container of ROLE does not start at all where the task's PERFC_FAULT has ROLE:nostart.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <slurm/slurm_errno.h>
#include <slurm/spank.h>

SPANK_PLUGIN(pyxis, 1)

enum { IMAGE, MOUNTS, WORKDIR, NAME, SAVE, HOME, REMAP, ENTRY, ENTRY_LOG, WRITABLE, ENV, NKEY };
#define NO 100                                /* val = key + NO: the negated flag */

static const char *key_name[NKEY] = { "image", "mounts", "workdir", "name", "save", "mount-home",
	"remap-root", "entrypoint", "entrypoint-log", "writable", "env" };
static char *seen[NKEY];
static const char *log_path, *mark_dir;
static int do_chdir, in_alloc, race;

static int bad_mount(const char *m)           /* SRC | SRC:DST | SRC:DST:FLAGS */
{
	const char *c = strchr(m, ':');
	if (!strchr("./", m[0]) && strncmp(m, "tmpfs", 5) && strncmp(m, "umount", 6))
		return 1;
	return !m[0] || c == m || (c && !strchr("./", c[1])) || (c && !c[1]);
}

static int add_list(int key, const char *arg) /* comma-separated, without duplicates */
{
	char *copy = strdup(arg), *rest = copy, *word, *joined;
	while ((word = strsep(&rest, ","))) {
		char *have = seen[key] ? strdup(seen[key]) : NULL, *h = have, *w;
		int dup = 0;
		if (!*word || (key == MOUNTS && bad_mount(word))) {
			slurm_error("pyxis: --container-%s: invalid format: %s", key_name[key], arg);
			free(have); free(copy);
			return -1;
		}
		while (have && (w = strsep(&h, ",")))
			dup |= !strcmp(w, word);
		free(have);
		if (dup)
			continue;
		if (asprintf(&joined, "%s%s%s", seen[key] ? seen[key] : "", seen[key] ? "," : "", word) < 0)
			abort();
		free(seen[key]);
		seen[key] = joined;
	}
	free(copy);
	return 0;
}

static int on_opt(int val, const char *arg, int remote)
{
	int key = val % NO;
	const char *v = key >= HOME && key <= WRITABLE ? (val >= NO ? "no" : "yes") : arg;
	(void)remote;
	if (!v || !*v) {
		slurm_error("pyxis: --container-%s: argument required", key_name[key]);
		return -1;
	}
	if (key == MOUNTS || key == ENV)
		return add_list(key, v);
	if (seen[key] && !strcmp(seen[key], v))   /* Slurm calls twice with the same value */
		return 0;
	if (seen[key]) {
		slurm_error("pyxis: --container-%s specified multiple times", key_name[key]);
		return -1;
	}
	seen[key] = strdup(v);
	return 0;
}

#define OPT(n, argname, has, val) { n, argname, "[pyxis] " n, has, val, on_opt }
static struct spank_option opts[] = {
	OPT("container-image", "[USER@][REGISTRY#]IMAGE[:TAG]|PATH", 1, IMAGE),
	OPT("container-mounts", "SRC:DST[:FLAGS][,SRC:DST...]", 1, MOUNTS),
	OPT("container-workdir", "PATH", 1, WORKDIR),
	OPT("container-name", "NAME", 1, NAME),
	OPT("container-save", "PATH", 1, SAVE),
	OPT("container-mount-home", NULL, 0, HOME),
	OPT("no-container-mount-home", NULL, 0, HOME + NO),
	OPT("container-remap-root", NULL, 0, REMAP),
	OPT("no-container-remap-root", NULL, 0, REMAP + NO),
	OPT("container-entrypoint", NULL, 0, ENTRY),
	OPT("no-container-entrypoint", NULL, 0, ENTRY + NO),
	OPT("container-entrypoint-log", NULL, 0, ENTRY_LOG),
	OPT("container-writable", NULL, 0, WRITABLE),
	OPT("container-readonly", NULL, 0, WRITABLE + NO),
	OPT("container-env", "NAME[,NAME...]", 1, ENV),
};

int slurm_spank_init(spank_t sp, int ac, char **av)
{
	for (int i = 0; i < ac; i++) {
		if (!strncmp(av[i], "log=", 4))
			log_path = av[i] + 4;
		if (!strncmp(av[i], "dir=", 4))
			mark_dir = av[i] + 4;
		if (!strncmp(av[i], "race=", 5))
			race = atoi(av[i] + 5);
		do_chdir |= !strcmp(av[i], "workdir=1");
		in_alloc |= !strcmp(av[i], "alloc=1");
	}
	if (spank_context() == S_CTX_SLURMD || spank_context() == S_CTX_JOB_SCRIPT ||
	    (spank_context() == S_CTX_ALLOCATOR && !in_alloc))
		return 0;
	for (size_t i = 0; i < sizeof opts / sizeof *opts; i++)
		if (spank_option_register(sp, &opts[i]) != ESPANK_SUCCESS)
			return -1;
	return 0;
}

int slurm_spank_init_post_opt(spank_t sp, int ac, char **av)
{
	(void)sp; (void)ac; (void)av;
	if (spank_context() == S_CTX_REMOTE || seen[IMAGE] || seen[NAME])
		return 0;
	for (int i = 0; i < NKEY; i++)
		if (seen[i]) {
			slurm_error("pyxis: ignoring --container-* arguments: no --container-image, no --container-name");
			break;
		}
	return 0;
}

/* What repo/bin/fault.sh does for faults of other kinds. */
static int shall_not_start(spank_t sp)
{
	char fault[1024] = "", role[64] = "", mark[1024] = "", word[80];
	struct timespec now;
	FILE *file;
	spank_getenv(sp, "PERFC_FAULT", fault, sizeof fault);
	spank_getenv(sp, "PERFC_FAULT_MARK", mark, sizeof mark);
	if (spank_getenv(sp, "DISAGG_SERVING_TYPE", role, sizeof role) != ESPANK_SUCCESS)
		strcpy(role, strstr(fault, "SERVER:") == fault ? "SERVER" : "install");
	snprintf(word, sizeof word, "%s:nostart", role);
	if (strncmp(fault, word, strlen(word)))
		return 0;
	if (*mark && (file = fopen(mark, "a"))) {
		clock_gettime(CLOCK_REALTIME, &now);
		fprintf(file, "%ld.%09ld\n", (long)now.tv_sec, now.tv_nsec);
		fclose(file);
	}
	slurm_error("pyxis: couldn't start container");
	return 1;
}

int slurm_spank_user_init(spank_t sp, int ac, char **av)
{
	/* SLURMD_NODENAME still is what srun's environment has; bed gives each slurmd this. */
	const char *node = getenv("PERFC_NODE");
	char mark[1024];
	uint32_t job = 0;
	int fd;
	(void)ac; (void)av;
	if (seen[NAME] && shall_not_start(sp))
		return -1;
	if (!race || !mark_dir || !seen[NAME] || !node)
		return 0;
	spank_get_item(sp, S_JOB_ID, &job);
	snprintf(mark, sizeof mark, "%s/%u.%s.%s", mark_dir, job, node, seen[NAME]);
	if ((fd = open(mark, O_WRONLY | O_CREAT | O_EXCL, 0600)) < 0) {
		slurm_error("pyxis: container %s starts on %s already: %s", seen[NAME], node, strerror(errno));
		return -1;
	}
	close(fd);
	sleep(race);
	unlink(mark);
	return 0;
}

int slurm_spank_task_init(spank_t sp, int ac, char **av)
{
	uint32_t job = 0, step = 0, node = 0, rank = 0;
	char line[8192];
	int n, fd;
	(void)ac; (void)av;
	if (!seen[IMAGE] && !seen[NAME])
		return 0;
	spank_get_item(sp, S_JOB_ID, &job);
	spank_get_item(sp, S_JOB_STEPID, &step);
	spank_get_item(sp, S_JOB_NODEID, &node);
	spank_get_item(sp, S_TASK_GLOBAL_ID, &rank);
	spank_setenv(sp, "PYXIS_STUB_IMAGE", seen[IMAGE] ? seen[IMAGE] : "", 1);
	spank_setenv(sp, "PYXIS_STUB_NAME", seen[NAME] ? seen[NAME] : "", 1);
	if (do_chdir && seen[WORKDIR] && chdir(seen[WORKDIR]) < 0) {
		slurm_error("pyxis: cannot change to --container-workdir %s: %s", seen[WORKDIR], strerror(errno));
		return -1;
	}
	if (log_path && (fd = open(log_path, O_WRONLY | O_APPEND | O_CREAT, 0666)) >= 0) {
		n = snprintf(line, sizeof line, "job=%u step=%u node=%u rank=%u", job, step, node, rank);
		for (int i = 0; i < NKEY && n < (int)sizeof line - 2; i++)
			if (seen[i])
				n += snprintf(line + n, sizeof line - n, " %s=%s", key_name[i], seen[i]);
		if (n > (int)sizeof line - 2)
			n = sizeof line - 2;
		line[n++] = '\n';
		if (write(fd, line, n) < 0) { /* the log is a convenience */ }
		close(fd);
	}
	return 0;
}
