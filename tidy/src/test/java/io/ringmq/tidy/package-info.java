@NullMarked
package io.ringmq.tidy;

import org.jspecify.annotations.NullMarked;
