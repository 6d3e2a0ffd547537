@NullMarked
package io.ringmq.chaos.campaign;

import org.jspecify.annotations.NullMarked;
