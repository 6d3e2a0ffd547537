package io.ringmq.chaos.fault;

import java.util.List;

/** Whom a fault is to hit. */
enum Victims {
    LEADER {
        @Override
        List<Integer> choose(Arena arena) {
            return List.of(arena.leader());
        }
    },
    FOLLOWER {
        @Override
        List<Integer> choose(Arena arena) {
            int leader = arena.leader();
            return arena.shuffledNodes().stream()
                    .filter(node -> node != leader)
                    .limit(1)
                    .toList();
        }
    },
    ANY {
        @Override
        List<Integer> choose(Arena arena) {
            return arena.shuffledNodes().subList(0, 1);
        }
    },
    TWO {
        @Override
        List<Integer> choose(Arena arena) {
            return arena.shuffledNodes().subList(0, 2);
        }
    },
    ALL {
        @Override
        List<Integer> choose(Arena arena) {
            return arena.shuffledNodes();
        }
    };

    abstract List<Integer> choose(Arena arena);
}
