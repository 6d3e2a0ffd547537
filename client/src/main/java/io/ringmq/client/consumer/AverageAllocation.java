package io.ringmq.client.consumer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.Comparator;
import java.util.List;

/**
 * Which queues of a topic a member of a group reads: consecutive ones, as many for each member or one more. It is the
 * default of stock clients, so that both can be members of one group.
 */
final class AverageAllocation {
    private static final Comparator<MessageQueue> ORDER = Comparator.comparing(MessageQueue::topic)
            .thenComparing(MessageQueue::brokerName)
            .thenComparingInt(MessageQueue::queueId);

    private AverageAllocation() {}

    /**
     * The member's queues; empty if it is no member, or if there are more members than queues.
     *
     * @param queues all queues, in any order
     * @param members client ids, in any order
     */
    static List<MessageQueue> allocate(List<MessageQueue> queues, List<String> members, String member) {
        List<MessageQueue> sorted = queues.stream().sorted(ORDER).toList();
        int index = members.stream().sorted().toList().indexOf(member);
        if (index < 0) {
            return List.of();
        }
        int share = sorted.size() / members.size();
        int larger = sorted.size() % members.size();
        int from = index * share + Math.min(index, larger);
        int to = from + share + (index < larger ? 1 : 0);
        return sorted.subList(from, to);
    }
}
