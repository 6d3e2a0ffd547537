package io.ringmq.chaos.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every fault by the name that people write. */
public enum FaultKind {
    KILL_LEADER(Need.NOTHING),
    KILL_FOLLOWER(Need.NOTHING),
    KILL_TWO(Need.NOTHING),
    KILL_ALL(Need.NOTHING),
    KILL_RECOVERING(Need.NOTHING),
    PAUSE_LEADER(Need.NOTHING),
    PAUSE_FOLLOWER(Need.NOTHING),
    PAUSE_TWO(Need.NOTHING),
    PAUSE_SHORT(Need.NOTHING),
    RESTART(Need.NOTHING),
    ROLLING_RESTART(Need.NOTHING),
    TRANSFER(Need.NOTHING),
    LEAVE_LEADER(Need.NOTHING),
    LEAVE_FOLLOWER(Need.NOTHING),
    WIPED_DISK(Need.NOTHING),
    KILL_COPYING(Need.NOTHING),
    TORN_TAIL(Need.NOTHING),
    FLIP_INDEX(Need.NOTHING),
    FLIP_LOG(Need.NOTHING),
    FLIP_CHECKPOINT(Need.NOTHING),
    FLIP_VOTE(Need.NOTHING),
    FLIP_BOOT(Need.NOTHING),
    FLIP_IDENTITY(Need.NOTHING),
    FLIP_STATE(Need.NOTHING),
    FLIP_SNAPSHOT(Need.NOTHING),
    PARTITION_LEADER(Need.NETWORK),
    PARTITION_FOLLOWER(Need.NETWORK),
    PARTITION_BRIDGE(Need.NETWORK),
    LEADER_MUTE(Need.NETWORK),
    LEADER_DEAF(Need.NETWORK),
    LEADER_UNREACHABLE(Need.NETWORK),
    POWER_ONE(Need.DISKS),
    POWER_ALL(Need.DISKS),
    DISK_LOW(Need.DISKS),
    DISK_FULL_LEADER(Need.DISKS),
    DISK_FULL_FOLLOWER(Need.DISKS),
    DISK_STALL_LEADER(Need.FAILING_DISKS),
    DISK_STALL_FOLLOWER(Need.FAILING_DISKS),
    DISK_STALL_TWO(Need.FAILING_DISKS),
    DISK_ERROR_LEADER(Need.FAILING_DISKS),
    DISK_ERROR_FOLLOWER(Need.FAILING_DISKS),
    DISK_ERROR_ALL(Need.FAILING_DISKS);

    /** What a fault takes beside processes. */
    public enum Need {
        NOTHING,
        /** A network namespace for each node. */
        NETWORK,
        /** A disk for each node. */
        DISKS,
        /** The same, on media that can hang and fail. */
        FAILING_DISKS;

        /** Why this machine does not have it; empty if it does. */
        public Optional<String> reasonMissing() {
            return switch (this) {
                case NOTHING -> Optional.empty();
                case NETWORK -> Namespaces.reasonUnavailable();
                case DISKS, FAILING_DISKS -> LoopDisks.reasonUnavailable();
            };
        }
    }

    private static final int KILLS_WHILE_COPYING = 3;

    private final Need need;

    FaultKind(Need need) {
        this.need = need;
    }

    public Need need() {
        return need;
    }

    /** Does it; see {@link Fault#strike}. */
    public void strike(Arena arena) {
        fault().strike(arena);
    }

    private Fault fault() {
        return switch (this) {
            case KILL_LEADER -> new Kill(Victims.LEADER);
            case KILL_FOLLOWER -> new Kill(Victims.FOLLOWER);
            case KILL_TWO -> new Kill(Victims.TWO);
            case KILL_ALL -> new Kill(Victims.ALL);
            case KILL_RECOVERING -> new KillWhileRecovering();
            case PAUSE_LEADER -> new Pause(Victims.LEADER, 2_000, 10_000);
            case PAUSE_FOLLOWER -> new Pause(Victims.FOLLOWER, 2_000, 10_000);
            case PAUSE_TWO -> new Pause(Victims.TWO, 2_000, 10_000);
            case PAUSE_SHORT -> new Pause(Victims.LEADER, 50, 900);
            case RESTART -> new Restart(Victims.ANY);
            case ROLLING_RESTART -> new Restart(Victims.ALL);
            case TRANSFER -> new Transfer();
            case LEAVE_LEADER -> new LeaveAndReturn(Victims.LEADER);
            case LEAVE_FOLLOWER -> new LeaveAndReturn(Victims.FOLLOWER);
            case WIPED_DISK -> new WipedDisk(0);
            case KILL_COPYING -> new WipedDisk(KILLS_WHILE_COPYING);
            case TORN_TAIL -> new TornTail();
            case FLIP_INDEX -> BitFlip.INDEX;
            case FLIP_LOG -> BitFlip.LOG;
            case FLIP_CHECKPOINT -> BitFlip.CHECKPOINT;
            case FLIP_VOTE -> BitFlip.VOTE;
            case FLIP_BOOT -> BitFlip.BOOT;
            case FLIP_IDENTITY -> BitFlip.IDENTITY;
            case FLIP_STATE -> BitFlip.STATE;
            case FLIP_SNAPSHOT -> BitFlip.SNAPSHOT;
            case PARTITION_LEADER -> Partition.LEADER_ALONE;
            case PARTITION_FOLLOWER -> Partition.FOLLOWER_ALONE;
            case PARTITION_BRIDGE -> Partition.BRIDGE;
            case LEADER_MUTE -> Partition.LEADER_MUTE;
            case LEADER_DEAF -> Partition.LEADER_DEAF;
            case LEADER_UNREACHABLE -> Partition.LEADER_UNREACHABLE;
            case POWER_ONE -> new PowerCut(Victims.ANY);
            case POWER_ALL -> new PowerCut(Victims.ALL);
            case DISK_LOW -> new FullDisk(Victims.ALL, 64L << 20);
            case DISK_FULL_LEADER -> new FullDisk(Victims.LEADER, 0);
            case DISK_FULL_FOLLOWER -> new FullDisk(Victims.FOLLOWER, 0);
            case DISK_STALL_LEADER -> new DiskStall(Victims.LEADER);
            case DISK_STALL_FOLLOWER -> new DiskStall(Victims.FOLLOWER);
            case DISK_STALL_TWO -> new DiskStall(Victims.TWO);
            case DISK_ERROR_LEADER -> new DiskError(Victims.LEADER);
            case DISK_ERROR_FOLLOWER -> new DiskError(Victims.FOLLOWER);
            case DISK_ERROR_ALL -> new DiskError(Victims.ALL);
        };
    }

    /** As in {@code kill-leader}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The fault of a name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static FaultKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault '" + label + "'; there are " + labels(List.of(values()))));
    }

    /** The names of several faults, separated by commas. */
    public static String labels(List<FaultKind> kinds) {
        return String.join(",", kinds.stream().map(FaultKind::label).toList());
    }
}
