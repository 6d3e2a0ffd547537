package io.ringmq.raft;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.Endpoint;
import java.util.List;

/** Between our peers and JRaft's. */
final class Peers {

    private Peers() {}

    static Endpoint endpoint(RaftPeer peer) {
        // JRaft keeps the brackets of an IPv6 literal in the host.
        String host = peer.host().indexOf(':') >= 0 ? "[" + peer.host() + "]" : peer.host();
        return new Endpoint(host, peer.port());
    }

    static PeerId peerId(RaftPeer peer) {
        return new PeerId(endpoint(peer), 0);
    }

    static Configuration configuration(List<RaftPeer> voters) {
        Configuration configuration = new Configuration();
        voters.forEach(peer -> configuration.addPeer(peerId(peer)));
        return configuration;
    }

    static RaftPeer of(PeerId peer) {
        return RaftPeer.parse(peer.getEndpoint().toString());
    }
}
