@NullMarked
package io.ringmq.namesrv;

import org.jspecify.annotations.NullMarked;
