package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alipay.sofa.jraft.entity.EnumOutter;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.PeerId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigurationBodyTest {
    private static final List<PeerId> VOTERS = List.of(new PeerId("n0", 1), new PeerId("n1", 1));

    @Test
    void leaderAndFollowerWriteTheSameBytes() {
        assertEquals(
                ConfigurationBody.encode(entry(null, null)),
                ConfigurationBody.encode(entry(null, List.of())),
                "a leader has an empty list of learners, a follower none");
    }

    @Test
    void listsAreReadAsTheyWereWritten() {
        LogEntry written = entry(List.of(new PeerId("n0", 1)), List.of(new PeerId("n2", 1)));
        LogEntry read = new LogEntry(EnumOutter.EntryType.ENTRY_TYPE_CONFIGURATION);
        ConfigurationBody.decode(ConfigurationBody.encode(written), read);
        assertEquals(written.getPeers(), read.getPeers());
        assertEquals(written.getOldPeers(), read.getOldPeers());
        assertEquals(written.getLearners(), read.getLearners());
        assertEquals(written.getOldLearners(), read.getOldLearners());
    }

    private static LogEntry entry(@Nullable List<PeerId> previousVoters, @Nullable List<PeerId> learners) {
        LogEntry entry = new LogEntry(EnumOutter.EntryType.ENTRY_TYPE_CONFIGURATION);
        entry.setPeers(VOTERS);
        entry.setOldPeers(previousVoters);
        entry.setLearners(learners);
        return entry;
    }
}
