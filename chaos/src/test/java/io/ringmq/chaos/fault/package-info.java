@NullMarked
package io.ringmq.chaos.fault;

import org.jspecify.annotations.NullMarked;
