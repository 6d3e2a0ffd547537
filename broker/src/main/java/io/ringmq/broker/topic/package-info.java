/** Topics and consumer groups as tools see and change them. */
@NullMarked
package io.ringmq.broker.topic;

import org.jspecify.annotations.NullMarked;
