package io.ringmq.admin.main;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;

/** Starts raft-admin. */
public final class RaftAdminMain {
    private RaftAdminMain() {}

    public static void main(String[] args) {
        // Under a name of its own: programs that use this module as a library have a logback.xml of theirs.
        System.setProperty("logback.configurationFile", "raft-admin-logback.xml");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        System.exit(new RaftAdminCommand(Clock.systemUTC(), new SecureRandom(), out, in).run(err, args));
    }
}
