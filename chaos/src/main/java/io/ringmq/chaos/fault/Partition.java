package io.ringmq.chaos.fault;

import java.util.List;

/** Messages between nodes vanish for a while. */
enum Partition implements Fault {
    /** The leader neither hears nor reaches the other nodes. Clients reach all of them. */
    LEADER_ALONE {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            for (int other : others) {
                arena.network().cut(leader, other);
                arena.network().cut(other, leader);
            }
        }
    },
    /** A follower neither hears nor reaches the other nodes. */
    FOLLOWER_ALONE {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            int follower = others.get(0);
            for (int other : List.of(leader, others.get(1))) {
                arena.network().cut(follower, other);
                arena.network().cut(other, follower);
            }
        }
    },
    /** The leader reaches nobody, clients included, and hears everybody. */
    LEADER_MUTE {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            others.forEach(other -> arena.network().cut(leader, other));
            arena.network().cut(leader, Namespaces.CLIENTS);
        }
    },
    /** The leader hears none of the other nodes and reaches them all. */
    LEADER_DEAF {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            others.forEach(other -> arena.network().cut(other, leader));
        }
    },
    /** The leader and one follower lose sight of each other; the third node sees both. */
    BRIDGE {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            arena.network().cut(leader, others.get(0));
            arena.network().cut(others.get(0), leader);
        }
    },
    /** The leader is gone for everybody, clients and nameserver included, and lives. */
    LEADER_UNREACHABLE {
        @Override
        void cut(Arena arena, int leader, List<Integer> others) {
            LEADER_ALONE.cut(arena, leader, others);
            arena.network().cut(leader, Namespaces.CLIENTS);
            arena.network().cut(Namespaces.CLIENTS, leader);
        }
    };

    private static final int MIN_MS = 3_000;
    private static final int MAX_MS = 12_000;

    abstract void cut(Arena arena, int leader, List<Integer> others);

    @Override
    public void strike(Arena arena) {
        int leader = arena.leader();
        List<Integer> others =
                arena.shuffledNodes().stream().filter(node -> node != leader).toList();
        arena.note("partition " + this + " around the leader " + arena.names(List.of(leader)));
        try {
            cut(arena, leader, others);
            arena.last(MIN_MS, MAX_MS);
        } finally {
            arena.note("network heals");
            arena.network().heal();
        }
    }
}
