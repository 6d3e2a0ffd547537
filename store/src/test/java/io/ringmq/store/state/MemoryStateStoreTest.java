package io.ringmq.store.state;

class MemoryStateStoreTest extends StateStoreContract {

    @Override
    StateStore create() {
        return new MemoryStateStore(forcedLog::incrementAndGet);
    }

    @Override
    StateStore crash(StateStore running) {
        return ((MemoryStateStore) running).crash();
    }
}
