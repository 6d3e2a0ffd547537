@NullMarked
package io.ringmq.broker.admin;

import org.jspecify.annotations.NullMarked;
