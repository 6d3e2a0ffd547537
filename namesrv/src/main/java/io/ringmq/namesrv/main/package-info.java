/** The nameserver as a process: settings, wiring, start and stop. */
@NullMarked
package io.ringmq.namesrv.main;

import org.jspecify.annotations.NullMarked;
