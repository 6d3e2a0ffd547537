/** The composition root of a broker process: reads the settings, builds the graph, runs it, takes it down again. */
@NullMarked
package io.ringmq.broker.main;

import org.jspecify.annotations.NullMarked;
