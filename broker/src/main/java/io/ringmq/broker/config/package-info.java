/** The settings of a broker process: one properties file, at most 45 keys, each documented where it is declared. */
@NullMarked
package io.ringmq.broker.config;

import org.jspecify.annotations.NullMarked;
