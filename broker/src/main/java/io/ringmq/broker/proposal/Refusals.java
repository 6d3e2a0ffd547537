package io.ringmq.broker.proposal;

import io.ringmq.raft.BusyException;
import io.ringmq.raft.NotLeaderException;
import io.ringmq.raft.ProposalException;
import io.ringmq.raft.TooLargeException;
import io.ringmq.remoting.protocol.ResponseCode;

/**
 * The response codes of proposals that did not make it. Stock producers retry 14 and 1 in every release and 2 in new
 * ones; every other code surfaces to the application.
 */
final class Refusals {
    private Refusals() {}

    /** The code for a proposal of which nothing was stored. */
    static int codeOf(ProposalException rejection) {
        if (rejection instanceof BusyException) {
            return ResponseCode.SYSTEM_BUSY;
        }
        if (rejection instanceof TooLargeException) {
            return ResponseCode.MESSAGE_ILLEGAL;
        }
        return ResponseCode.SERVICE_NOT_AVAILABLE;
    }

    /** What to tell the client about it. */
    static String remarkOf(ProposalException rejection) {
        if (rejection instanceof NotLeaderException) {
            // The exception names the leader's Raft endpoint, which is of no use to a client.
            return "this node does not lead the ring; send to the leader, the nameservers know it within a second";
        }
        if (rejection instanceof BusyException) {
            return "[REJECTREQUEST]system busy, start flow control for a while: " + rejection.getMessage();
        }
        return "service not available now: " + rejection.getMessage();
    }
}
