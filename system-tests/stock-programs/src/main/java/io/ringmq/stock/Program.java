package io.ringmq.stock;

import java.util.List;

/**
 * The frame of every program: parses the arguments, opens the report and sees to it that the process ends when the work
 * does, although a stock client keeps threads of its own that would hold it.
 */
final class Program {
    private Program() {}

    /** Runs {@code work}; exits with 0, or with 1 and a stack trace on standard error when it throws. */
    static void run(List<String> arguments, Work work) {
        int status = 0;
        try (Events events = Events.toStandardOutput()) {
            work.run(new Options(arguments), events);
            events.emit("done");
        } catch (Exception e) { // the outermost frame: any failure is reported and ends the process
            e.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    /** What a program does. */
    interface Work {
        void run(Options options, Events events) throws Exception;
    }
}
