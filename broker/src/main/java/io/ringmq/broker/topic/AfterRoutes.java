package io.ringmq.broker.topic;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.Responder;

/**
 * Holds the answer to a change of topics back until the nameservers know, as stock brokers do: tools and programs use
 * the topic as soon as they are answered.
 */
record AfterRoutes(Responder responder, RouteAnnouncement announcement) implements Responder {
    @Override
    public Connection connection() {
        return responder.connection();
    }

    @Override
    public void reply(Command response) {
        if (response.code() == ResponseCode.SUCCESS) {
            announcement.tell().whenComplete((told, failure) -> responder.reply(response));
        } else {
            responder.reply(response);
        }
    }
}
