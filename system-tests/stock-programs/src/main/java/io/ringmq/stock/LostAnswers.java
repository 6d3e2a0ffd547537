package io.ringmq.stock;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.exception.RemotingSendRequestException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/**
 * Loses every so many answers to sends, after the broker has given them: the client believes that the connection broke,
 * and repeats the send as it does then.
 */
final class LostAnswers implements RPCHook {
    private static final int SEND_MESSAGE_V2 = 310;

    private final int every;
    private final AtomicInteger answers = new AtomicInteger();

    LostAnswers(int every) {
        this.every = every;
    }

    @Override
    public void doBeforeRequest(String address, RemotingCommand request) {}

    @Override
    public void doAfterResponse(String address, RemotingCommand request, RemotingCommand response) {
        if (request.getCode() == SEND_MESSAGE_V2 && answers.incrementAndGet() % every == 0) {
            throw LostAnswers.<RuntimeException>undeclared(new RemotingSendRequestException(address));
        }
    }

    /** The interface declares no exception, but its callers handle this one. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // this is what hides the exception from the compiler
    private static <T extends Exception> T undeclared(Exception e) throws T {
        throw (T) e;
    }
}
