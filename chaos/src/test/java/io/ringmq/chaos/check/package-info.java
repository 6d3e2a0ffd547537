@NullMarked
package io.ringmq.chaos.check;

import org.jspecify.annotations.NullMarked;
