package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Serves the lists of topics by the flags that tools set for deployments in units: 311, GET_UNIT_TOPIC_LIST, 312,
 * GET_HAS_UNIT_SUB_TOPIC_LIST, and 313, GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST.
 */
final class UnitTopicListHandler implements RequestHandler {
    private static final int UNIT = 1;
    private static final int UNIT_SUBSCRIPTION = 2;

    private final LiveRoutes routes;
    private final IntPredicate sysFlag;

    private UnitTopicListHandler(LiveRoutes routes, IntPredicate sysFlag) {
        this.routes = routes;
        this.sysFlag = sysFlag;
    }

    /** Topics of a unit. */
    static RequestHandler ofUnits(LiveRoutes routes) {
        return new UnitTopicListHandler(routes, flags -> (flags & UNIT) != 0);
    }

    /** Topics that some unit subscribes to. */
    static RequestHandler subscribed(LiveRoutes routes) {
        return new UnitTopicListHandler(routes, flags -> (flags & UNIT_SUBSCRIPTION) != 0);
    }

    /** Topics that some unit subscribes to and that are of none. */
    static RequestHandler subscribedOfNoUnit(LiveRoutes routes) {
        return new UnitTopicListHandler(routes, flags -> (flags & (UNIT | UNIT_SUBSCRIPTION)) == UNIT_SUBSCRIPTION);
    }

    @Override
    public void handle(Command request, Responder responder) {
        TopicList topics = new TopicList(List.copyOf(routes.current().topicsWith(sysFlag)), null);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(topics.encode()));
    }
}
