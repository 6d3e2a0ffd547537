@NullMarked
package io.ringmq.remoting;

import org.jspecify.annotations.NullMarked;
