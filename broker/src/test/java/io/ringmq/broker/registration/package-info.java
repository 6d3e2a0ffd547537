@NullMarked
package io.ringmq.broker.registration;

import org.jspecify.annotations.NullMarked;
