package io.ringmq.broker.topic;

import io.ringmq.broker.state.RetryPolicy;
import io.ringmq.remoting.body.RetryPolicyBody;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Retry policies as the protocol writes them. */
final class RetryPolicies {
    private RetryPolicies() {}

    static String body(@Nullable RetryPolicy policy) {
        if (policy instanceof RetryPolicy.Exponential growing) {
            return new RetryPolicyBody(
                            RetryPolicyBody.Type.EXPONENTIAL,
                            new RetryPolicyBody.Exponential(growing.initialMs(), growing.maxMs(), growing.multiplier()),
                            List.of())
                    .encode();
        }
        if (policy instanceof RetryPolicy.Listed listed) {
            return new RetryPolicyBody(RetryPolicyBody.Type.CUSTOMIZED, null, listed.delaysMs()).encode();
        }
        return SubscriptionGroupBody.CUSTOMIZED_RETRY;
    }

    /**
     * The policy a group asks for, null for the delay levels of the broker.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    static @Nullable RetryPolicy policy(String json) {
        RetryPolicyBody body = RetryPolicyBody.decode(json);
        if (body.type() == RetryPolicyBody.Type.EXPONENTIAL) {
            RetryPolicyBody.Exponential growing =
                    body.exponential() == null ? RetryPolicyBody.Exponential.DEFAULT : body.exponential();
            return new RetryPolicy.Exponential(growing.initial(), growing.max(), growing.multiplier());
        }
        return body.next().isEmpty() ? null : new RetryPolicy.Listed(body.next());
    }
}
