#!/bin/bash
# The configuration files of a bed, for bed, whose variables it reads.
# shellcheck disable=SC2154

# Fake GPUs. Slurm refuses a bare Count for them, plain files, and one file named twice: each needs a character device of its own,
# which is never opened.
gres_conf() {
  local device devices=()
  mapfile -t devices < <(find /dev -maxdepth 2 -type c ! -path '/dev/pts/*' 2>/dev/null | sort | head -n "$gpus")
  ((${#devices[@]} == gpus)) || die "this machine has ${#devices[@]} character devices to stand for $gpus GPUs"
  echo AutoDetect=off
  for device in "${devices[@]}"; do echo "Name=gpu File=$device"; done
}

# With no address but 127.0.0.1, getaddrinfo gives Slurm no IPv4 address at all; asking for both families gets around it.
communication() {
  [[ -n $(hostname -I | tr -d ' ') ]] || echo CommunicationParameters=EnableIPv6
}

# A requeued job waits until the credentials of its first start have expired, which would be two minutes. SlurmdTimeout is long,
# because a busy machine answers late: nodes are declared down by hand, and stay so until they are resumed. For the same reason KillWait
# is Slurm's own default: with a short one launch.sh may be killed before it has said why it was stopped.
slurm_conf() {
  local i
  cat <<END
ClusterName=bed
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$portBase
SlurmUser=$me
SlurmdUser=$me
$(communication)
AuthType=auth/munge
AuthInfo=socket=$bed/munge/socket,cred_expire=30
CredType=cred/munge
StateSaveLocation=$bed/state
SlurmdSpoolDir=$bed/spool/%n
TmpFS=$bed/tmp/%n
SlurmctldPidFile=$bed/pid/slurmctld.pid
SlurmdPidFile=$bed/pid/slurmd.%n.pid
SlurmctldLogFile=$bed/log/slurmctld.log
SlurmdLogFile=$bed/log/slurmd.%n.log
SlurmctldDebug=info
SlurmdDebug=info
SlurmdParameters=config_overrides
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,batch_sched_delay=0,sched_min_interval=100000
PriorityType=priority/basic
EnforcePartLimits=ALL
ReturnToService=1
SlurmctldTimeout=30
SlurmdTimeout=120
MessageTimeout=30
InactiveLimit=0
KillWait=30
OverTimeLimit=0
MinJobAge=3600
PropagateResourceLimits=NONE
PlugStackConfig=$bed/etc/plugstack.conf
GresTypes=gpu
END
  if [[ -n $accounting ]]; then
    cat <<END
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((portBase + nodes + 1))
AccountingStoragePass=$bed/munge/socket
AccountingStorageTRES=gres/gpu
END
  fi
  for ((i = 1; i <= nodes; i++)); do
    echo "NodeName=node$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((portBase + i)) CPUs=$cpus Sockets=1" \
      "CoresPerSocket=$cpus ThreadsPerCore=1 RealMemory=64000 Gres=gpu:$gpus State=UNKNOWN"
  done
  echo "PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
}

slurmdbd_conf() {
  cat <<END
DbdHost=$host
DbdAddr=127.0.0.1
DbdPort=$((portBase + nodes + 1))
$(communication)
SlurmUser=$me
AuthType=auth/munge
AuthInfo=socket=$bed/munge/socket
PidFile=$bed/pid/slurmdbd.pid
LogFile=$bed/log/slurmdbd.log
DebugLevel=info
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=$me
StorageLoc=slurm_acct
END
}

write_conf() {
  local i
  for ((i = 1; i <= nodes; i++)); do
    mkdir -p -- "$bed/spool/node$i" "$bed/tmp/node$i"
    chmod 1777 "$bed/tmp/node$i"
  done
  slurm_conf >"$bed/etc/slurm.conf"
  gres_conf >"$bed/etc/gres.conf"
  (umask 077 && slurmdbd_conf >"$bed/etc/slurmdbd.conf")
  # Not used with linuxproc, but slurmd loads one all the same, and where it has to find out which, it may stop.
  echo CgroupPlugin=cgroup/v1 >"$bed/etc/cgroup.conf"
  [[ -e $bed/etc/pyxis_stub.so ]] || gcc -O1 -fPIC -shared -o "$bed/etc/pyxis_stub.so" "$here/pyxis_stub.c"
  echo "required $bed/etc/pyxis_stub.so log=$bed/log/pyxis.log race=$race dir=$bed/tmp" >"$bed/etc/plugstack.conf"
  : >"$bed/log/pyxis.log"
}
