package io.ringmq.broker.state;

import io.ringmq.store.key.KeyPosition;
import java.util.List;

/** Where messages with a key lie. Thread-safe. */
public interface KeyView {

    /**
     * Messages of a topic that most likely have a key, in KEYS or as UNIQ_KEY, newest first: what is at a position has to be
     * read to be sure, and may be of an entry that is being applied. Messages of a deleted topic of the same name are among
     * them as long as the log has them.
     *
     * @param fromMs least store time, inclusive
     * @param toMs greatest store time, inclusive
     * @param beforeOffset only messages in front of this physical offset, to go on behind the last position found
     * @param max the most positions to return, at least 1
     */
    List<KeyPosition> messagesWithKey(String topic, String key, long fromMs, long toMs, long beforeOffset, int max);
}
