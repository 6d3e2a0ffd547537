/** Frames recorded from stock clients, the tool that recorded them, and the tests that read them. */
@NullMarked
package io.ringmq.remoting.golden;

import org.jspecify.annotations.NullMarked;
