@NullMarked
package io.ringmq.chaos.history;

import org.jspecify.annotations.NullMarked;
