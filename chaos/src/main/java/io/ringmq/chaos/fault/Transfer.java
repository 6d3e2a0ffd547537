package io.ringmq.chaos.fault;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;

/** An operator hands the leadership of a ring over. */
record Transfer() implements Fault {
    @Override
    public void strike(Arena arena) {
        int ring = arena.random().nextInt(arena.cluster().spec().rings());
        String name = arena.cluster().spec().ringName(ring);
        try (AdminClient admin = arena.cluster().admin()) {
            arena.note("transfer of " + name);
            admin.transferLeader(admin.ring(name), null);
        } catch (AdminException e) {
            arena.note("no transfer: " + e.getMessage());
        }
    }
}
